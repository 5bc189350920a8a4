import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { MAY } from '../../../infra/stand-ins/services/seerr/entities.ts'
import { type Asking, startAsking } from './asking.test.rig.ts'

describe.each(['overseerr', 'jellyseerr', 'seerr'] as const)('%s', (family) => {
  let at: Asking
  beforeAll(async () => {
    at = await startAsking(family)
  })
  afterAll(() => at.stop())

  const film = (tmdbId: number, more = {}) => ({ mediaType: 'movie' as const, tmdbId, ...more })
  const series = (tmdbId: number, seasons?: number[] | 'all') => ({
    mediaType: 'tv' as const,
    tmdbId,
    ...(seasons ? { seasons } : {}),
  })

  test('a film is asked for as the person, once however often the command is sent', async () => {
    const who = await at.person()
    const id = randomUUID()
    const first = await at.submit(who, film(700102), id)
    expect(first).toMatchObject({
      ok: true,
      data: { title: 'Salt Cathedral', status: 'pending', mine: true, waitingFor: null, stage: 'asked' },
    })
    expect(await at.submit(who, film(700102), id)).toEqual(first)
    const [there, ...others] = at.seerr.seerr.requestsFor(700102)
    expect(others).toEqual([])
    expect(there).toMatchObject({ status: 1, is4k: false })
    expect(there!.requestedBy.id).toBe(who.seerrId)
    const asked = at.seerr.callsTo('/api/v1/request').filter(({ method }) => method === 'POST')
    expect(asked.at(-1)?.headers['x-api-user']).toBe(String(who.seerrId))
    await at.settled()
    const rows = await at.rows<{ id: string }>("select id from requests.request where media_id = '700102'")
    expect(rows).toHaveLength(1)
    expect(await at.steps(rows[0]!.id)).toEqual(['asked'])
  })

  test('each refusal has its own code and sentence', async () => {
    const [who, other] = [await at.person(), await at.person()]
    const { seerr } = at.seerr
    seerr.markAvailable(700103)
    expect(await at.submit(who, film(700103))).toMatchObject({ ok: false, code: 'ALREADY_AVAILABLE' })

    const mine = await at.submit(who, film(700104))
    const requestId = mine.ok ? mine.data.id : ''
    expect(await at.submit(who, film(700104))).toMatchObject({
      ok: false,
      code: 'ALREADY_REQUESTED',
      message: 'You asked for this already.',
      details: { requestId },
    })
    const others = await at.submit(other, film(700104))
    expect(others).toMatchObject({ code: 'ALREADY_REQUESTED', message: 'Somebody else asked for this already.' })
    expect(others).not.toHaveProperty('details.requestId')
    expect(await at.submit(at.admin, film(700104))).toMatchObject({
      message: `${who.username} asked for this already.`,
      details: { requestId },
    })

    seerr.setQuota(other.seerrId, { movieLimit: 1, movieDays: 7 })
    expect(await at.submit(other, film(700105))).toMatchObject({ ok: true })
    expect(await at.submit(other, film(700106))).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      message: 'Seerr allows you 1 film in 7 days, and you have asked for as many. The next is free in 7 days.',
    })
    seerr.setPermissions(other.seerrId, MAY.requestTv)
    expect(await at.submit(other, film(700106))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'Seerr does not let you ask for films. Ask the person who runs this house.',
    })
    expect(await at.submit(who, film(999_111))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await at.submit(who, { mediaType: 'movie' })).toMatchObject({ code: 'INVALID' })
    expect(await at.submit(who, { mediaType: 'music', mbid: randomUUID() })).toMatchObject({ code: 'CONFLICT' })
    const left = await at.rows("select 1 from requests.request where media_id in ('700103', '700106', '999111')")
    expect(left).toEqual([])
  })

  test('of a series what is not there and not asked for', async () => {
    const [who, other] = [await at.person(), await at.person()]
    expect(await at.submit(who, series(800203, [1, 2]))).toMatchObject({ ok: true, data: { seasons: [1, 2] } })
    expect(await at.submit(other, series(800203))).toMatchObject({ ok: true, data: { seasons: [3, 4] } })
    expect(await at.submit(who, series(800203, [2]))).toMatchObject({ code: 'ALREADY_REQUESTED' })
    expect(await at.submit(who, series(800203))).toMatchObject({ code: 'NO_SEASONS_LEFT' })
    expect(await at.submit(who, series(800203, [9]))).toMatchObject({
      code: 'INVALID',
      message: 'This series has no season 9.',
    })
    const sent = at.seerr.seerr.requestsFor(800203).map(({ seasons }) => seasons.map((one) => one.seasonNumber))
    expect(sent).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  test('somebody without Plex asks as the owner of Seerr, who needs no approval', async () => {
    const who = await at.local()
    const answer = await at.submit(who, film(700108))
    expect(answer).toMatchObject({ ok: true, data: { status: 'processing', stage: 'approved', mine: true } })
    expect(at.seerr.seerr.requestsFor(700108)[0]!.requestedBy.id).toBe(1)
    await at.settled()
    const rows = await at.rows<{ user_id: string }>("select user_id from requests.request where media_id = '700108'")
    expect(rows).toEqual([{ user_id: who.id }])
  })

  test('Seerr away: stored, said so, handed on in order when it is back, each once', async () => {
    const [one, two] = [await at.person(), await at.person()]
    await at.seerr.down()
    const asked = [
      await at.submit(one, film(700110)),
      await at.submit(two, film(700111)),
      await at.submit(one, series(800205)),
    ]
    for (const answer of asked)
      expect(answer).toMatchObject({ ok: true, data: { status: 'waiting', waitingFor: { service: 'Seerr' } } })
    expect(await at.submit(two, film(700110))).toMatchObject({ code: 'ALREADY_REQUESTED' })
    const before = at.seerr.seerr.world.requests.size
    await at.seerr.up()
    await until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 30_000 })
    const there = [...at.seerr.seerr.world.requests.values()].slice(before)
    expect(there.map(({ media }) => media.tmdbId)).toEqual([700110, 700111, 800205])
    expect(there.map(({ requestedBy }) => requestedBy.id)).toEqual([one.seerrId, two.seerrId, one.seerrId])
    await at.settled()
    for (const answer of asked) {
      if (!answer.ok) continue
      expect(await at.row(answer.data.id)).toMatchObject({
        status: 'pending',
        waiting_for: null,
        seerr_id: expect.any(Number),
      })
      expect(await at.steps(answer.data.id)).toEqual(['asked', 'sent'])
    }
    const turned = await at.facts('requests.upstream-turned')
    expect(turned.map(({ data }) => data['up'])).toEqual([false, true])
  }, 60_000)

  test('Seerr dies between storing it and saying so: still one request', async () => {
    const who = await at.person()
    at.seerr.dieAfterInsert()
    const answer = await at.submit(who, film(700112))
    expect(answer).toMatchObject({ ok: true, data: { status: 'waiting' } })
    expect(at.seerr.seerr.requestsFor(700112)).toHaveLength(1)
    await at.seerr.up()
    await until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 30_000 })
    await at.settled()
    expect(at.seerr.seerr.requestsFor(700112)).toHaveLength(1)
    const rows = await at.rows(
      "select status, seerr_id is not null as there from requests.request where media_id = '700112'",
    )
    expect(rows).toEqual([{ status: 'pending', there: true }])
  }, 60_000)

  test('TMDB away: it waits for TMDB, and goes when that is back', async () => {
    const who = await at.person()
    at.seerr.seerr.tmdbDown(true)
    const answer = await at.submit(who, film(700113))
    expect(answer).toMatchObject({ ok: true, data: { status: 'waiting', waitingFor: { service: 'TMDB' } } })
    at.seerr.seerr.tmdbDown(false)
    await until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 30_000 })
    expect(at.seerr.seerr.requestsFor(700113)).toHaveLength(1)
  }, 60_000)
})
