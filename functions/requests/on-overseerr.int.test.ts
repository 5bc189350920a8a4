import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { deadLetters, facts, post, said, words } from './hooks.test.rig.ts'
import { onOverseerr } from './on-overseerr.ts'
import { parseWebhook, type Reading } from './parse-webhook.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

const current = onOverseerr(parseWebhook)
const recorded = (name: string): string => readFileSync(`${import.meta.dirname}/fixtures/${name}.json`, 'utf8')
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
    for (const [i, name] of names.entries()) hooks.push(await post(rig, recorded(`seerr.${name}`), { at: i }))
    const found = await facts(rig)
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
    await Promise.all([post(rig, said('MEDIA_PENDING', 1)), post(rig, said('MEDIA_PENDING', 1))])
    for (const type of ['MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_APPROVED']) await post(rig, said(type, 2))
    const found = await facts(rig)
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
    await Promise.all(shuffled.map(({ one }) => post(rig, one.body, { at: one.at })))
    const found = await facts(rig)
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
    expect(await deadLetters(rig)).toBe(0)
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
    for (const type of types) hooks.push({ type, origin: await post(rig, said(type, 1)) })
    const before = await facts(rig)
    expect(before).toHaveLength(4)
    for (const { type, origin } of hooks) await post(rig, said(type, 1), { origin })
    for (const { type, origin } of hooks) await post(rig, said(type, 1), { origin })
    expect(await facts(rig)).toEqual(before)
  })

  it('yields exactly the missing facts with a mended parser, and none of them is the newest', async () => {
    const first = await rig.host([older])
    const types = ['MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_APPROVED', 'MEDIA_AVAILABLE']
    const hooks = []
    for (const [i, type] of types.entries()) hooks.push({ type, origin: await post(rig, said(type, 1), { at: i }) })
    const before = await facts(rig)
    expect(before.map((fact) => fact.type).sort()).toEqual([
      'requests.approved',
      'requests.available',
      'requests.webhook-not-understood',
    ])
    await first.stop()
    const second = await rig.host([current])
    for (const { type, origin } of hooks) await post(rig, said(type, 1), { origin })
    const after = await facts(rig)
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
    await post(rig, said('MEDIA_PENDING', 1), { at: 0 })
    const origin = await post(rig, said('MEDIA_DECLINED', 1), { at: 1 })
    expect(words(await facts(rig))).toEqual(['asked', 'failed'])
    await first.stop()
    await rig.host([current])
    await post(rig, said('MEDIA_DECLINED', 1), { origin })
    expect(words(await facts(rig))).toEqual(['asked', 'failed', 'declined'])
  })

  it('has nothing to add when a parser understands less than the one before', async () => {
    const first = await rig.host([current])
    const origin = await post(rig, said('MEDIA_DECLINED', 1))
    const before = await facts(rig)
    await first.stop()
    await rig.host([older])
    await post(rig, said('MEDIA_DECLINED', 1), { origin })
    expect(await facts(rig)).toEqual(before)
  })
})
