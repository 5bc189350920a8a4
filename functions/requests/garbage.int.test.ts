import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { deadLetters, facts, post, said } from './hooks.test.rig.ts'
import readOverseerr from './on-overseerr.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

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
    await rig.host([readOverseerr])
    for (const body of bodies) await post(rig, body)
    const found = await facts(rig)
    expect(found.map((fact) => fact.type)).toEqual(bodies.map(() => 'requests.webhook-not-understood'))
    for (const fact of found) expect(String(fact.data['reason'])).toMatch(/^[A-Z].{10,200}\.$/)
    expect(await deadLetters(rig)).toBe(0)
  })

  it('in the texts of what is understood is cut and kept out of the way of the database', async () => {
    await rig.host([readOverseerr])
    const nasty = '\u0000\ud800 $& {{event}} \u202e'
    const comment = { comment_message: `${nasty}${'long '.repeat(100_000)}`, commentedBy_username: nasty }
    await post(rig, said('ISSUE_COMMENT', 1, { subject: nasty, issue: { issue_id: '2', issue_type: nasty }, comment }))
    const [fact] = await facts(rig)
    expect(fact).toMatchObject({ type: 'requests.issue-commented', key: 'seerr-1', data: { issueId: 2 } })
    expect(String(fact!.data['comment']).length).toBeLessThanOrEqual(4000)
    expect(await deadLetters(rig)).toBe(0)
  })
})
