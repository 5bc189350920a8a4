import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import type { Recorded } from '../../bus/index.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { onPlex } from './on-plex.ts'
import { parseWebhook, type Reading } from './parse-webhook.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

const current = onPlex(parseWebhook)
const NOON = Date.parse('2026-03-01T12:00:00.000Z')
let clock = 0

interface Posted {
  /** Milliseconds after noon; default one after the last. */
  at?: number
  origin?: { id: string; receivedAt: string; order: number } | undefined
}

/** Stores the text of a payload part as the edge does. */
async function post(body: string | object, { at = ++clock, origin }: Posted = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const receivedAt = new Date(NOON + at).toISOString()
  const { id, seq } = await rig.client.publishEvent(
    WebhookReceived,
    { source: 'plex', contentType: 'multipart/form-data', sizeBytes: text.length, receivedAt, body: text, origin },
    rig.who,
  )
  return { id, receivedAt, order: seq }
}

/** Waits until every stored hook was handled, then gives all facts in the order of the journal. */
async function facts(): Promise<Recorded[]> {
  await until(
    async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_HOOK`, 'library_on-plex')
      return info.num_pending === 0 && info.num_ack_pending === 0
    },
    { timeoutMs: 20_000, what: 'all hooks handled' },
  )
  const found: Recorded[] = []
  const { last } = await streamBounds(rig.link, 'events')
  if (last === 0) return found
  const reader = readJournal(rig.link, 'events', {}, (entry) => void found.push(entry))
  await until(() => found.at(-1)?.seq === last)
  await reader.stop()
  return found
}

/** What was said, in the order of versions. */
const story = (found: readonly Recorded[]): string[] =>
  [...found]
    .sort((a, b) => Number(a.data['version']) - Number(b.data['version']))
    .map((fact) => (fact.data['action'] as string | undefined) ?? fact.type.split('.')[1]!)

const said = (event: string, ratingKey: number | string = 1, more: object = {}) => ({
  event,
  user: true,
  owner: true,
  Account: { id: 1, title: 'kris' },
  Server: { title: 'Home', uuid: 'a1b2' },
  Player: { local: true, publicAddress: '203.0.113.7', title: 'TV', uuid: 'p-1' },
  Metadata: { ratingKey, type: 'movie', title: 'Solaris', year: 1972 },
  ...more,
})

describe('from raw Plex webhooks to facts', () => {
  it('has play, pause, play as three, a repeat as one, and keeps the rest apart', async () => {
    await rig.host([current])
    const events = [
      'media.play',
      'media.play',
      'media.pause',
      'media.play',
      'media.scrobble',
      'media.stop',
      'media.stop',
    ]
    for (const event of events) await post(said(event))
    await post(said('library.new', 2))
    await post(said('library.new', 2))
    await post(said('media.rate', 2, { rating: '10' }))
    await post(said('media.rate', 2, { rating: '-1' }))
    await post(said('media.rate', 2, { rating: '10' }))
    await post({ event: 'admin.database.backup', Account: { title: 'kris' }, Server: { title: 'Home' } })
    const found = await facts()
    expect(story(found.filter((fact) => fact.key === '1'))).toEqual([
      'started',
      'paused',
      'started',
      'item-watched',
      'stopped',
    ])
    expect(story(found.filter((fact) => fact.key === '2'))).toEqual([
      'item-added',
      'item-rated',
      'item-rated',
      'item-rated',
    ])
    expect(story(found.filter((fact) => fact.key === 'plex'))).toEqual(['server-noticed'])
    expect(JSON.stringify(found)).not.toContain('203.0.113')
  })

  it('gives the right facts for 40 webhooks, shuffled and repeated, over two processes', async () => {
    const events = ['media.play', 'media.pause', 'media.play', 'media.scrobble', 'media.stop']
    const bodies = [1, 2, 3, 4].flatMap((item) =>
      events.flatMap((event, i) =>
        [0, 1].map((again) => ({ body: said(event, item), at: item + i * 100 + again * 10 })),
      ),
    )
    await Promise.all([rig.host([current]), rig.host([current])])
    const shuffled = bodies
      .map((one, i) => ({ one, place: (i * 23) % bodies.length }))
      .sort((a, b) => a.place - b.place)
    await Promise.all(shuffled.map(({ one }) => post(one.body, { at: one.at })))
    const found = await facts()
    for (const item of [1, 2, 3, 4])
      expect(story(found.filter((fact) => fact.key === String(item)))).toEqual([
        'started',
        'paused',
        'started',
        'item-watched',
        'stopped',
      ])
    expect(found).toHaveLength(20)
  })

  it('yields exactly the missing facts when a mended parser redoes, and none when it is unchanged', async () => {
    const older = onPlex((body): Reading => {
      const reading = parseWebhook(body)
      return reading.says === 'item-watched' ? { says: 'nothing', reason: 'Not known yet.' } : reading
    })
    const first = await rig.host([older])
    const hooks = []
    for (const event of ['media.play', 'media.scrobble', 'media.stop'])
      hooks.push({ event, origin: await post(said(event)) })
    const before = await facts()
    for (const { event, origin } of hooks) await post(said(event), { origin })
    expect(await facts()).toEqual(before)
    await first.stop()
    await rig.host([current])
    for (const { event, origin } of hooks) await post(said(event), { origin })
    const after = await facts()
    expect(after.slice(before.length).map((fact) => fact.type)).toEqual(['library.item-watched'])
    expect(story(after.filter((fact) => fact.key === '1'))).toEqual(['started', 'item-watched', 'stopped'])
  })

  it('does not understand garbage, says why, and kills nothing', async () => {
    await rig.host([current])
    const bodies = [
      '[]',
      '3',
      '"x"',
      '{}',
      JSON.stringify('x'.repeat(900_000)),
      JSON.stringify(said('media.play', 'x'.repeat(5000))),
    ]
    for (const body of bodies) await post(body)
    const nasty = '\u0000\ud800 \u202e'.repeat(2000)
    await post(
      said('media.play', '5 * > .', { Account: { title: nasty, id: nasty }, Player: { title: nasty, uuid: nasty } }),
    )
    const found = await facts()
    const odd = found.filter((fact) => fact.type === 'library.webhook-not-understood')
    expect(odd).toHaveLength(bodies.length)
    for (const fact of odd) expect(String(fact.data['reason'])).toMatch(/^[A-Z].{10,200}\.$/)
    expect(found.filter((fact) => fact.type === 'library.playback-changed').map((fact) => fact.key)).toEqual([
      '5 * > .',
    ])
    expect((await streamBounds(rig.link, 'dead-letters')).last).toBe(0)
  })
})
