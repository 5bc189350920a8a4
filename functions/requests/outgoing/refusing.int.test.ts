import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DisconnectService } from '../../../contracts/services.ts'
import { MEDIA, Refusal } from '../../../infra/stand-ins/services/seerr/entities.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Asking, type Person, startAsking } from './asking.test.rig.ts'

let at: Asking
beforeAll(async () => {
  at = await startAsking('seerr')
})
afterAll(() => at.stop())

const film = (tmdbId: number) => ({ mediaType: 'movie' as const, tmdbId })
const series = (tmdbId: number, seasons: number[]) => ({ mediaType: 'tv' as const, tmdbId, seasons })
const posts = (): number => at.seerr.callsTo(/\/api\/v1\/request$/).filter(({ method }) => method === 'POST').length
const rowsOf = (tmdbId: number) => at.rows('select 1 from requests.request where media_id = $1', [String(tmdbId)])

/** Somebody with an account at Plex whom Seerr has never seen. */
async function newcomer(): Promise<Person & { plexId: number }> {
  const plexId = 2_000_000 + Math.trunc(Math.random() * 1e9)
  const username = `newcomer-${randomUUID().slice(0, 8)}`
  const [made] = await at.rows<{ id: string }>(
    "insert into auth.account (username, role, plex_id, plex_username) values ($1, 'user', $2, $1) returning id",
    [username, String(plexId)],
  )
  return { id: made!.id, username, seerrId: 0, plexId }
}
const plexTv = (accounts: () => { id: number; username: string; email: string }[]): void => {
  at.seerr.seerr.world.plexAccounts = accounts
}

test('what the house does not want is refused, whether the title says so or only the answer', async () => {
  const who = await at.person()
  const { seerr } = at.seerr
  seerr.markAvailable(700102)
  const media = [...seerr.world.media.values()].find(({ tmdbId }) => tmdbId === 700102)!
  media.status = MEDIA.blocklisted
  const before = posts()
  const refusal = { code: 'BLOCKLISTED', message: 'The person who runs this house does not want this title here.' }
  expect(await at.submit(who, film(700102))).toMatchObject(refusal)
  expect(posts()).toBe(before)
  at.seerr.fail({ status: 403, body: '{"message":"This media is blocklisted."}' }, { path: /\/request$/, times: 1 })
  expect(await at.submit(who, film(700103))).toMatchObject(refusal)
  expect([...(await rowsOf(700102)), ...(await rowsOf(700103))]).toEqual([])
})

test('a 202 that created nothing is no request', async () => {
  const who = await at.person()
  const { seerr } = at.seerr
  seerr.markAvailable(800203, { seasons: [1] })
  const media = [...seerr.world.media.values()].find(({ tmdbId }) => tmdbId === 800203)!
  // some episodes are there: for us it is open, Seerr takes it for asked
  media.seasons[0]!.status = MEDIA.partial
  const before = posts()
  expect(await at.submit(who, series(800203, [1]))).toMatchObject({
    code: 'NO_SEASONS_LEFT',
    message: 'All of these seasons are there or asked for already.',
  })
  expect(posts()).toBe(before + 1)
  expect(seerr.requestsFor(800203)).toEqual([])
  expect(await rowsOf(800203)).toEqual([])
})

test('more seasons than the quota has left: it says how many are', async () => {
  const who = await at.person()
  at.seerr.seerr.setQuota(who.seerrId, { tvLimit: 2, tvDays: 7 })
  expect(await at.submit(who, series(800203, [2, 3, 4]))).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    message: 'Seerr allows you 2 seasons in 7 days, and 2 of them are left: choose fewer seasons.',
  })
  expect(await at.submit(who, series(800203, [2, 3]))).toMatchObject({ ok: true })
})

test('somebody whom Seerr does not know is taken in, or told whom to ask', async () => {
  const [invited, stranger] = [await newcomer(), await newcomer()]
  plexTv(() => [{ id: invited.plexId, username: invited.username, email: `${invited.username}@example.test` }])
  expect(await at.submit(invited, film(700104))).toMatchObject({ ok: true, data: { status: 'pending' } })
  expect(at.seerr.seerr.requestsFor(700104)[0]!.requestedBy.plexId).toBe(invited.plexId)
  const unknown = {
    code: 'FORBIDDEN',
    message: expect.stringContaining('Ask the person who runs this house to add you in Seerr'),
  }
  expect(await at.submit(stranger, film(700105))).toMatchObject(unknown)
  // as Seerr answers whose owner is not signed in with Plex
  plexTv(() => {
    throw new Refusal(500, 'Request failed with status code 401')
  })
  expect(await at.submit(stranger, film(700105))).toMatchObject(unknown)
  await at.rows("update auth.account set role = 'admin' where id = $1", [stranger.id])
  expect(await at.submit(stranger, film(700105))).toMatchObject({
    message: expect.stringContaining('Sign in to Seerr with Plex once'),
  })
  const known = await at.person()
  expect(await at.submit(known, film(700105))).toMatchObject({ ok: true, data: { status: 'pending' } })
  expect(await at.rows('select 1 from requests.upstream where down_since is not null')).toEqual([])
  expect(await at.rows('select 1 from requests.outgoing')).toEqual([])
})

test('Seerr does not reach plex.tv: it waits for that, and goes when it does', async () => {
  const who = await newcomer()
  plexTv(() => {
    throw new Refusal(500, 'getaddrinfo ENOTFOUND plex.tv')
  })
  const answer = await at.submit(who, film(700106))
  expect(answer).toMatchObject({
    ok: true,
    data: {
      status: 'waiting',
      waitingFor: { service: 'plex.tv', reason: expect.stringContaining('getaddrinfo ENOTFOUND') },
    },
  })
  plexTv(() => [{ id: who.plexId, username: who.username, email: `${who.username}@example.test` }])
  await until(async () => (await at.rows('select 1 from requests.outgoing')).length === 0, { timeoutMs: 30_000 })
  expect(at.seerr.seerr.requestsFor(700106)).toHaveLength(1)
}, 60_000)

test('whose user was made anew in Seerr is found again', async () => {
  const who = await at.person()
  expect(await at.submit(who, film(700107))).toMatchObject({ ok: true })
  const { world } = at.seerr.seerr
  const before = world.users.get(who.seerrId)!
  world.users.delete(who.seerrId)
  const { plexId, plexUsername, email } = before
  const anew = at.seerr.seerr.addUser({ email, plexUsername, plexId })
  expect(await at.submit(who, film(700108))).toMatchObject({ ok: true, data: { status: 'pending' } })
  expect(at.seerr.seerr.requestsFor(700108)[0]!.requestedBy.id).toBe(anew.id)
})

test('without Seerr everybody hears what to do', async () => {
  const who = await at.person()
  await at.rig.client.ask(DisconnectService, { name: 'overseerr' }, { ...at.rig.who, role: 'admin' })
  expect(await at.submit(who, film(700109))).toMatchObject({
    code: 'CONFLICT',
    message: 'Requests are not set up here yet. Ask the person who runs this house to connect Seerr.',
  })
  expect(await at.submit(at.admin, film(700109))).toMatchObject({
    code: 'CONFLICT',
    message: 'Connect Seerr first, with its API key.',
  })
  expect(await rowsOf(700109)).toEqual([])
})
