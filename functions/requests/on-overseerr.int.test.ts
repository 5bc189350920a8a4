import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import type { Recorded } from '../../bus/index.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { onOverseerr } from './on-overseerr.ts'
import { parseWebhook, type Reading } from './parse-webhook.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

const current = onOverseerr(parseWebhook)
const recorded = (name: string): string => readFileSync(`${import.meta.dirname}/fixtures/${name}.json`, 'utf8')
const NOON = Date.parse('2026-03-01T12:00:00.000Z')
let clock = 0

interface Posted {
  /** Milliseconds after noon; default one after the last. */
  at?: number
  origin?: { id: string; receivedAt: string; order: number } | undefined
}

/** Stores a raw body as the edge does. */
async function post(body: string | object, { at = ++clock, origin }: Posted = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const receivedAt = new Date(NOON + at).toISOString()
  const { id, seq } = await rig.client.publishEvent(
    WebhookReceived,
    { source: 'overseerr', contentType: 'application/json', sizeBytes: text.length, receivedAt, body: text, origin },
    rig.who,
  )
  return { id, receivedAt, order: seq }
}

/** Waits until every stored hook was handled, then gives all facts in the order of the journal. */
async function facts(): Promise<Recorded[]> {
  await until(
    async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_HOOK`, 'requests_on-overseerr')
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

/** Words in the order of versions: what a reader that keeps the newest goes through. */
const words = (found: readonly Recorded[]): string[] =>
  found
    .map((fact) => ({ word: fact.type.split('.')[1]!, version: Number(fact.data['version']) }))
    .sort((a, b) => a.version - b.version)
    .map(({ word }) => word)

async function deadLetters(): Promise<number> {
  return (await streamBounds(rig.link, 'dead-letters')).last
}

const said = (type: string, requestId: number, more: object = {}) => ({
  notification_type: type,
  subject: 'Solaris (1972)',
  media: { media_type: 'movie', tmdbId: '593', tvdbId: '', status: 'PENDING', status4k: 'UNKNOWN' },
  request: { request_id: String(requestId), requestedBy_username: 'kris', requestedBy_email: 'kris@station.test' },
  issue: null,
  comment: null,
  extra: [],
  ...more,
})

describe('from raw webhooks to facts', () => {
  it('tells the life of a request and of an issue as they were recorded', async () => {
    await rig.host([current])
    const names = [
      'MEDIA_PENDING',
      'MEDIA_APPROVED',
      'MEDIA_AVAILABLE',
      'ISSUE_CREATED',
      'ISSUE_COMMENT',
      'ISSUE_RESOLVED',
    ]
    const hooks = []
    for (const [i, name] of names.entries()) hooks.push(await post(recorded(`seerr.${name}`), { at: i }))
    const found = await facts()
    expect(words(found)).toEqual([
      'asked',
      'approved',
      'available',
      'issue-opened',
      'issue-commented',
      'issue-resolved',
    ])
    expect(new Set(found.map((fact) => `${fact.domain} ${fact.key}`))).toEqual(
      new Set(['requests seerr-1', 'requests issue-1']),
    )
    const asked = found.find((fact) => fact.type === 'requests.asked')!
    expect(asked).toMatchObject({
      causationId: hooks[0]!.id,
      correlationId: rig.who.correlationId,
      data: { webhookId: hooks[0]!.id, occurredAt: hooks[0]!.receivedAt, confirmed: false, requestedBy: 'friend' },
    })
    expect(JSON.stringify(found)).not.toContain('peers.test')
  })

  it('has the same body twice as one fact, and approve, decline, approve as three', async () => {
    const hosted = await rig.host([current])
    await Promise.all([post(said('MEDIA_PENDING', 1)), post(said('MEDIA_PENDING', 1))])
    for (const type of ['MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_APPROVED']) await post(said(type, 2))
    const found = await facts()
    expect(words(found.filter((fact) => fact.key === 'seerr-1'))).toEqual(['asked'])
    expect(words(found.filter((fact) => fact.key === 'seerr-2'))).toEqual(['approved', 'declined', 'approved'])
    const state = await hosted.pool.query('select ref, word from requests.request_state order by ref')
    expect(state.rows).toEqual([
      { ref: 'seerr-1', word: 'asked seasons=' },
      { ref: 'seerr-2', word: 'approved automatic=false' },
    ])
  })

  it('gives the right facts for 40 webhooks, shuffled and repeated, over two processes', async () => {
    const types = ['MEDIA_PENDING', 'MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_APPROVED', 'MEDIA_AVAILABLE']
    // four lives of ten bodies each: every word is said twice in a row
    const bodies = [1, 2, 3, 4].flatMap((id) =>
      types.flatMap((type, i) => [0, 1].map((again) => ({ body: said(type, id), at: id + i * 100 + again * 10 }))),
    )
    const hosts = await Promise.all([rig.host([current]), rig.host([current])])
    const shuffled = bodies
      .map((one, i) => ({ one, place: (i * 17) % bodies.length }))
      .sort((a, b) => a.place - b.place)
    await Promise.all(shuffled.map(({ one }) => post(one.body, { at: one.at })))
    const found = await facts()
    for (const id of [1, 2, 3, 4])
      expect(words(found.filter((fact) => fact.key === `seerr-${id}`))).toEqual([
        'asked',
        'approved',
        'declined',
        'approved',
        'available',
      ])
    expect(found).toHaveLength(20)
    expect(new Set(found.map((fact) => fact.id)).size).toBe(20)
    const state = await hosts[0].pool.query('select distinct word from requests.request_state')
    expect(state.rows).toEqual([{ word: 'available partial=false' }])
    expect(await deadLetters()).toBe(0)
  })
})

describe('a redo', () => {
  const older = onOverseerr((body): Reading => {
    const reading = parseWebhook(body)
    return reading.says === 'declined' ? { says: 'nothing', reason: 'Not known yet.' } : reading
  })

  it('yields nothing with an unchanged parser', async () => {
    await rig.host([current])
    const hooks = []
    const types = ['MEDIA_PENDING', 'MEDIA_PENDING', 'MEDIA_APPROVED', 'TEST_NOTIFICATION', 'MEDIA_EATEN']
    for (const type of types) hooks.push({ type, origin: await post(said(type, 1)) })
    const before = await facts()
    expect(before).toHaveLength(4)
    for (const { type, origin } of hooks) await post(said(type, 1), { origin })
    for (const { type, origin } of hooks) await post(said(type, 1), { origin })
    expect(await facts()).toEqual(before)
  })

  it('yields exactly the missing facts with a mended parser, and none of them is the newest', async () => {
    const first = await rig.host([older])
    const types = ['MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_APPROVED', 'MEDIA_AVAILABLE']
    const hooks = []
    for (const [i, type] of types.entries()) hooks.push({ type, origin: await post(said(type, 1), { at: i }) })
    const before = await facts()
    expect(before.map((fact) => fact.type).sort()).toEqual([
      'requests.approved',
      'requests.available',
      'requests.webhook-not-understood',
    ])
    await first.stop()
    const second = await rig.host([current])
    for (const { type, origin } of hooks) await post(said(type, 1), { origin })
    const after = await facts()
    // the decline, and the approval that was a repeat only as long as nothing was known to stand between
    expect(
      after
        .slice(before.length)
        .map((fact) => fact.type)
        .sort(),
    ).toEqual(['requests.approved', 'requests.declined'])
    expect(words(after.filter((fact) => fact.key === 'seerr-1'))).toEqual([
      'approved',
      'declined',
      'approved',
      'available',
    ])
    const declined = after.find((fact) => fact.type === 'requests.declined')!
    expect(declined.data).toMatchObject({ webhookId: hooks[1]!.origin.id, occurredAt: hooks[1]!.origin.receivedAt })
    const state = await second.pool.query('select word from requests.request_state')
    expect(state.rows).toEqual([{ word: 'available partial=false' }])
  })

  it('corrects what an older parser misread, also when that is the newest', async () => {
    const wrong = onOverseerr((body): Reading => {
      const reading = parseWebhook(body)
      return reading.says === 'declined' ? { says: 'failed', request: reading.request } : reading
    })
    const first = await rig.host([wrong])
    await post(said('MEDIA_PENDING', 1), { at: 0 })
    const origin = await post(said('MEDIA_DECLINED', 1), { at: 1 })
    expect(words(await facts())).toEqual(['asked', 'failed'])
    await first.stop()
    await rig.host([current])
    await post(said('MEDIA_DECLINED', 1), { origin })
    expect(words(await facts())).toEqual(['asked', 'failed', 'declined'])
  })

  it('has nothing to add when a parser understands less than the one before', async () => {
    const first = await rig.host([current])
    const origin = await post(said('MEDIA_DECLINED', 1))
    const before = await facts()
    await first.stop()
    await rig.host([older])
    await post(said('MEDIA_DECLINED', 1), { origin })
    expect(await facts()).toEqual(before)
  })
})

describe('garbage', () => {
  it('is not understood, with a reason, and kills nothing', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const bodies = [
      '[]',
      '[{"notification_type":"MEDIA_PENDING"}]',
      '12',
      'null',
      '"text"',
      '{}',
      JSON.stringify('x'.repeat(900_000)),
      JSON.stringify({ notification_type: 'x'.repeat(500_000) }),
      JSON.stringify({ notification_type: ['MEDIA_PENDING'], media: 3, request: [null], extra: 'no' }),
      JSON.stringify({
        notification_type: 'MEDIA_APPROVED',
        media: { media_type: 5, tmdbId: -3 },
        request: { request_id: 1e99 },
      }),
      `{"notification_type":"MEDIA_PENDING","request":${deep}}`,
    ]
    await rig.host([current])
    for (const body of bodies) await post(body)
    const found = await facts()
    expect(found.map((fact) => fact.type)).toEqual(bodies.map(() => 'requests.webhook-not-understood'))
    for (const fact of found) expect(String(fact.data['reason'])).toMatch(/^[A-Z].{10,200}\.$/)
    expect(await deadLetters()).toBe(0)
  })

  it('in the texts of what is understood is cut and kept out of the way of the database', async () => {
    await rig.host([current])
    const nasty = '\u0000\ud800 $& {{event}} \u202e'
    const comment = { comment_message: `${nasty}${'long '.repeat(100_000)}`, commentedBy_username: nasty }
    await post(said('ISSUE_COMMENT', 1, { subject: nasty, issue: { issue_id: '2', issue_type: nasty }, comment }))
    const [fact] = await facts()
    expect(fact).toMatchObject({ type: 'requests.issue-commented', key: 'seerr-1', data: { issueId: 2 } })
    expect(String(fact!.data['comment']).length).toBeLessThanOrEqual(4000)
    expect(await deadLetters()).toBe(0)
  })
})
