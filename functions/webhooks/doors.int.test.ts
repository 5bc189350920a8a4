import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ListWebhooks, RotateWebhook, WebhookDoor, WebhookReceived, WebhookRotated } from '../../contracts/webhooks.ts'
import { streamBounds } from '../../bus/nats/journal.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { webhookFunctions } from './index.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

const baseUrl = 'https://media.test/portal/'
const list = async () => (await rig.client.ask(ListWebhooks, { baseUrl }, rig.who)).items
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const secretIn = (url: string) => url.split('/').at(-1)!
const doors = () => stateStore(rig.link, WebhookDoor)

describe('webhook addresses', () => {
  it('stand at the first start, one per source, with a secret that only its hash is known of outside', async () => {
    const hosted = await rig.host(webhookFunctions)
    const items = await list()
    expect(items.map((item) => item.source)).toEqual(['overseerr', 'plex'])
    for (const { source, url, lastReceivedAt } of items) {
      expect(url).toMatch(new RegExp(`^https://media\\.test/portal/hooks/${source}/[A-Za-z0-9_-]{32}$`))
      expect(lastReceivedAt).toBeNull()
      expect(await doors().get(source)).toMatchObject({ sha256: sha256(secretIn(url)), version: 1 })
    }
    const rows = await hosted.pool.query('select * from webhooks.door')
    for (const { url } of items) expect(JSON.stringify(rows.rows)).not.toContain(secretIn(url))
  })

  it('stay over restarts and in every process, and a lost bucket is made again', async () => {
    const [first] = await Promise.all([rig.host(webhookFunctions), rig.host(webhookFunctions)])
    const before = await list()
    await doors().remove('plex')
    await first.stop()
    await rig.host(webhookFunctions)
    expect(await list()).toEqual(before)
    expect((await doors().get('plex'))?.sha256).toBe(sha256(secretIn(before[1]!.url)))
  })

  it('follow the rows when the database is older than the bucket', async () => {
    await rig.host(webhookFunctions)
    await doors().put('plex', { sha256: 'ff', rotatedAt: new Date().toISOString(), version: 9 })
    await rig.host(webhookFunctions)
    const plex = (await list())[1]!
    expect(await doors().get('plex')).toMatchObject({ sha256: sha256(secretIn(plex.url)), version: 10 })
  })

  it('are replaced by a rotation, at once and with an event', async () => {
    await rig.host(webhookFunctions)
    const [overseerr, plex] = await list()
    const rotated = await rig.client.ask(RotateWebhook, { source: 'plex', baseUrl }, rig.who)
    expect(rotated.url).not.toBe(plex!.url)
    expect(await doors().get('plex')).toMatchObject({ sha256: sha256(secretIn(rotated.url)), version: 2 })
    expect(await list()).toEqual([overseerr, rotated])
    await until(async () => (await streamBounds(rig.link, 'events')).last === 1)
    const event = await rig.link.jsm.streams.getMessage(`${rig.namespace}_EVT`, { seq: 1 })
    expect(event?.json()).toEqual({ source: 'plex' })
  })

  it('open also when the process that rotated died before it could say so', async () => {
    await rig.host(webhookFunctions)
    const rotated = await rig.client.ask(RotateWebhook, { source: 'plex', baseUrl }, rig.who)
    const wanted = sha256(secretIn(rotated.url))
    // as it would stand: the row is new, the bucket old, and the event on its way
    await doors().put('plex', { sha256: 'ff', rotatedAt: new Date().toISOString(), version: 1 })
    await rig.client.publishEvent(WebhookRotated, { source: 'plex' }, rig.who)
    await until(async () => (await doors().get('plex'))?.sha256 === wanted)
  })

  it('tell when they were last called; a redo is no call', async () => {
    await rig.host(webhookFunctions)
    const hook = { contentType: 'application/json', sizeBytes: 2, body: '{}', source: 'plex' as const }
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString()
    const { id } = await rig.client.publishEvent(WebhookReceived, { ...hook, receivedAt: at(5) }, rig.who)
    await rig.client.publishEvent(WebhookReceived, { ...hook, receivedAt: at(3) }, rig.who)
    const origin = { id, receivedAt: at(5), order: 1 }
    await rig.client.publishEvent(WebhookReceived, { ...hook, receivedAt: at(9), origin }, rig.who)
    await until(async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_HOOK`, 'webhooks_note-received')
      return info.num_pending === 0 && info.num_ack_pending === 0
    })
    expect((await list()).map((item) => item.lastReceivedAt)).toEqual([null, at(5)])
  })
})
