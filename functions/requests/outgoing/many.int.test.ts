import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { type Asking, startAsking } from './asking.test.rig.ts'

let at: Asking
beforeAll(async () => {
  at = await startAsking('seerr')
})
afterAll(() => at.stop())

const FILMS = [700102, 700103, 700104, 700105, 700106, 700107, 700108, 700109, 700110, 700111]

test('ten people ask for the same ten films at once: each film once, everybody is told what is so', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => at.person()))
  const asked = people.flatMap((who, index) =>
    // nobody begins with the same
    FILMS.map((_, n) => ({ who, tmdbId: FILMS[(n + index) % FILMS.length]! })),
  )
  const answers = await Promise.all(asked.map(({ who, tmdbId }) => at.submit(who, { mediaType: 'movie', tmdbId })))
  const taken = answers.filter(({ ok }) => ok)
  expect(taken).toHaveLength(FILMS.length)
  expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])))).toEqual(new Set(['ALREADY_REQUESTED']))
  for (const tmdbId of FILMS) expect(at.seerr.seerr.requestsFor(tmdbId)).toHaveLength(1)
  await at.settled()
  await until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0)
  const rows = await at.rows<{ media_id: string; user_id: string; seerr_user_id: number }>(
    'select media_id, user_id, seerr_user_id from requests.request',
  )
  expect(rows).toHaveLength(FILMS.length)
  for (const row of rows) {
    const who = people.find(({ id }) => id === row.user_id)
    expect(row.seerr_user_id).toBe(who?.seerrId)
    expect(at.seerr.seerr.requestsFor(Number(row.media_id))[0]!.requestedBy.id).toBe(who?.seerrId)
  }
  const asks = (await at.facts('requests.moved')).filter(({ data }) => data['step'] === 'asked')
  expect(asks).toHaveLength(FILMS.length)
}, 60_000)
