import { afterEach, expect, test } from 'vitest'
import overseerrList from './fixtures/overseerr-request-list.json' with { type: 'json' }
import issueRecorded from './fixtures/seerr-issue.json' with { type: 'json' }
import movieRecorded from './fixtures/seerr-movie.json' with { type: 'json' }
import requestRecorded from './fixtures/seerr-request.json' with { type: 'json' }
import listRecorded from './fixtures/seerr-request-list.json' with { type: 'json' }
import searchRecorded from './fixtures/seerr-search.json' with { type: 'json' }
import tvRecorded from './fixtures/seerr-tv.json' with { type: 'json' }
import usersRecorded from './fixtures/seerr-users.json' with { type: 'json' }
import approvedTv from './fixtures/seerr-webhook-approved-tv.json' with { type: 'json' }
import defaults from './fixtures/seerr-webhook-default.json' with { type: 'json' }
import commentRecorded from './fixtures/seerr-webhook-issue-comment.json' with { type: 'json' }
import { titlesAt } from './house/titles.ts'
import { startHookReceiver } from './receiver.ts'
import { type SeerrStandIn, startSeerr } from './services.ts'
import { MAY, MEDIA, REQUEST } from './services/seerr/entities.ts'
import { shapeOf } from './shape-of.ts'

const FILM = 700_102
const FILM_TWO = 700_103
const SERIES = 800_203
const ADMIN = 1
const FRIEND = 2

const running: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()))
})

async function start(...given: Parameters<typeof startSeerr>): Promise<SeerrStandIn> {
  const standIn = await startSeerr(...given)
  running.push(standIn)
  return standIn
}

async function ask(
  standIn: SeerrStandIn,
  method: string,
  path: string,
  { as, body }: { as?: number; body?: object } = {},
) {
  const headers = {
    'x-api-key': standIn.key,
    'content-type': 'application/json',
    ...(as ? { 'x-api-user': String(as) } : {}),
  }
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
  const response = await fetch(`${standIn.url}/api/v1${path}`, init)
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Record<string, unknown> }
}

function expectShape(value: unknown, recorded: unknown): void {
  expect(shapeOf(value, recorded)).toEqual(shapeOf(recorded, value))
}

async function withHooks(standIn: SeerrStandIn) {
  const receiver = await startHookReceiver()
  running.push(receiver)
  const jsonPayload = JSON.stringify(defaults.options.jsonPayload)
  const options = { webhookUrl: `${receiver.url}/hook`, authHeader: 'Bearer secret', jsonPayload }
  const body = { enabled: true, types: 8190, options }
  expect((await ask(standIn, 'POST', '/settings/notifications/webhook', { body })).status).toBe(200)
  const bodies = () => receiver.posted.map(({ text }) => JSON.parse(text) as Record<string, unknown>)
  const brief = () =>
    bodies().map(
      ({ notification_type, media }) => `${String(notification_type)} ${(media as { status: string }).status}`,
    )
  return { receiver, bodies, brief }
}

const movie = (mediaId: number) => ({ mediaType: 'movie', mediaId, is4k: false })

test('a film is asked for, approved and arrives; the answers say the status from before', async () => {
  const standIn = await start()
  const { seerr } = standIn
  const { brief, receiver } = await withHooks(standIn)
  const made = await ask(standIn, 'POST', '/request', { as: FRIEND, body: movie(FILM) })
  expect(made).toMatchObject({
    status: 201,
    body: { id: 1, status: REQUEST.pending, media: { status: MEDIA.pending } },
  })
  const approved = await ask(standIn, 'POST', '/request/1/approve')
  expect(approved).toMatchObject({
    status: 200,
    body: { status: REQUEST.approved, media: { status: MEDIA.pending }, modifiedBy: { id: ADMIN } },
  })
  await seerr.settled()
  const shown = await ask(standIn, 'GET', '/request/1', { as: FRIEND })
  expect(shown.body).toMatchObject({ media: { status: MEDIA.processing } })
  expectShape(shown.body, {
    ...requestRecorded,
    requestedBy: usersRecorded.results[0],
    modifiedBy: usersRecorded.results[0],
  })
  seerr.markAvailable(FILM)
  await seerr.settled()
  expect((await ask(standIn, 'GET', '/request/1')).body).toMatchObject({
    status: REQUEST.completed,
    media: { status: MEDIA.available },
  })
  expect(brief()).toEqual(['MEDIA_PENDING PENDING', 'MEDIA_APPROVED PENDING', 'MEDIA_AVAILABLE AVAILABLE'])
  expect(receiver.posted[0]?.headers['authorization']).toBe('Bearer secret')
})

test('lists have the recorded shape, no titles, filters and pages', async () => {
  const standIn = await start()
  standIn.seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM })
  const { body } = await ask(standIn, 'GET', '/request?take=20&skip=0&sort=added&filter=all')
  expectShape(body, listRecorded)
  expect(JSON.stringify(body)).not.toContain('Salt Cathedral')
  const old = await start('overseerr')
  old.seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM })
  expectShape((await ask(old, 'GET', '/request')).body, overseerrList)
  expect((await ask(old, 'GET', '/request?filter=completed')).status).toBe(400)
  standIn.seerr.askAs(ADMIN, { mediaType: 'movie', mediaId: FILM_TWO })
  await standIn.seerr.settled()
  const ids = async (query: string, as?: number) => {
    const { body: list } = await ask(standIn, 'GET', `/request${query}`, as ? { as } : {})
    return (list['results'] as { id: number }[]).map(({ id }) => id)
  }
  expect(await ids('')).toEqual([2, 1])
  expect(await ids('?sortDirection=asc')).toEqual([1, 2])
  expect(await ids('?take=1&skip=1')).toEqual([1])
  expect(await ids('?filter=pending')).toEqual([1])
  expect(await ids('?filter=processing')).toEqual([2])
  expect(await ids('', FRIEND)).toEqual([1])
  expect((await ask(standIn, 'GET', '/request?requestedBy=1', { as: FRIEND })).status).toBe(403)
  expect((await ask(standIn, 'GET', '/request/count')).body).toMatchObject({
    total: 2,
    pending: 1,
    approved: 1,
    processing: 1,
    completed: 0,
  })
})

test('titles, results and users have the recorded names', async () => {
  const standIn = await start()
  const { seerr } = standIn
  seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM })
  seerr.askAs(FRIEND, { mediaType: 'tv', mediaId: SERIES, seasons: [1] })
  seerr.markAvailable(SERIES)
  const film = (await ask(standIn, 'GET', `/movie/${FILM}`)).body
  expect(Object.keys(film).toSorted()).toEqual(Object.keys(movieRecorded).toSorted())
  expectShape(film['mediaInfo'], { ...movieRecorded.mediaInfo, issues: [] })
  const series = (await ask(standIn, 'GET', `/tv/${SERIES}`)).body
  expect(Object.keys(series).toSorted()).toEqual(Object.keys(tvRecorded).toSorted())
  expectShape(series['seasons'], tvRecorded.seasons)
  const found = (await ask(standIn, 'GET', '/search?query=salt%20cath&page=1&language=en')).body
  expectShape(found, searchRecorded)
  expectShape((await ask(standIn, 'GET', '/user?take=10')).body, usersRecorded)
  const asFriend = (await ask(standIn, 'GET', '/user', { as: FRIEND })).body['results'] as object[]
  expect(asFriend[0]).not.toHaveProperty('email')
  expect(asFriend[0]).not.toHaveProperty('plexId')
  expect((await ask(standIn, 'GET', `/user/${FRIEND}/quota`)).body).toEqual({
    movie: { used: 0, restricted: false },
    tv: { used: 0, restricted: false },
  })
})

test('a search wants its query encoded, folds accents, and names people too', async () => {
  const standIn = await start()
  const search = (query: string) => ask(standIn, 'GET', `/search?query=${query}`)
  for (const bad of ['salt+cathedral', 'salt!', '(salt)', '*', '']) expect((await search(bad)).status).toBe(400)
  const [awkward] = titlesAt('awkward')
  const strictly = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  expect((await search(strictly(awkward!.title))).body).toMatchObject({
    totalResults: 1,
    results: [{ id: awkward!.tmdbId }],
  })
  expect((await search('warme')).body).toMatchObject({ totalResults: 1 })
  const kinds = (await search('marrow')).body['results'] as { mediaType: string }[]
  expect(kinds.map(({ mediaType }) => mediaType)).toEqual(['movie', 'person'])
  expect((await ask(standIn, 'GET', '/search?q=salt')).status).toBe(400)
  expect((await ask(standIn, 'GET', '/discover/trending?page=2')).body).toMatchObject({ page: 2, totalPages: 3 })
})

test('with TMDB down a search finds nothing, a title is 500 and nobody can ask', async () => {
  const standIn = await start()
  standIn.seerr.tmdbDown(true)
  expect(await ask(standIn, 'GET', '/search?query=salt')).toMatchObject({
    status: 200,
    body: { totalResults: 0, results: [] },
  })
  const lost = { status: 500, body: { message: 'Unable to retrieve movie.' } }
  expect(await ask(standIn, 'GET', `/movie/${FILM}`)).toMatchObject(lost)
  const message = '[TMDB] Failed to fetch movie details: getaddrinfo ENOTFOUND api.themoviedb.org'
  expect(await ask(standIn, 'POST', '/request', { body: movie(FILM) })).toMatchObject({
    status: 500,
    body: { message },
  })
  expect((await ask(standIn, 'GET', '/request')).status).toBe(200)
  standIn.seerr.tmdbDown(false)
  expect(await ask(standIn, 'GET', '/movie/1')).toMatchObject(lost)
})

test('what is refused, and in which words', async () => {
  const standIn = await start()
  const { seerr } = standIn
  const post = (body: object, as = FRIEND) => ask(standIn, 'POST', '/request', { as, body })
  expect((await post({ mediaType: 'movie' })).status).toBe(400)
  expect((await post(movie(FILM))).status).toBe(201)
  const again = { status: 409, body: { message: 'Request for this media already exists.' } }
  expect(await post(movie(FILM))).toMatchObject(again)
  // without is4k no duplicate is found
  expect((await post({ mediaType: 'movie', mediaId: FILM })).status).toBe(201)
  expect((await post({ mediaType: 'tv', mediaId: SERIES, is4k: false })).status).toBe(500)
  expect(await post({ mediaType: 'tv', mediaId: SERIES, is4k: false, seasons: 'all' })).toMatchObject({
    status: 201,
    body: { seasons: [1, 2, 3, 4].map((seasonNumber) => ({ seasonNumber, status: REQUEST.pending })) },
  })
  const none = { status: 202, body: { message: 'No seasons available to request' } }
  expect(await post({ mediaType: 'tv', mediaId: SERIES, is4k: false, seasons: [1, 2] })).toMatchObject(none)
  seerr.setQuota(FRIEND, { movieLimit: 2, movieDays: 7 })
  expect(await post(movie(FILM_TWO))).toMatchObject({ status: 403, body: { message: 'Movie Quota exceeded.' } })
  seerr.setPermissions(FRIEND, MAY.viewIssues)
  const may = { message: 'You do not have permission to make movie requests.' }
  expect(await post(movie(FILM_TWO))).toMatchObject({ status: 403, body: may })
  const denied = { status: 403, body: { status: 403, error: 'You do not have permission to access this endpoint' } }
  expect(await ask(standIn, 'POST', '/request/1/approve', { as: FRIEND })).toMatchObject(denied)
  const missing = { status: 404, body: { message: 'Request not found.' } }
  expect(await ask(standIn, 'POST', '/request/99/approve')).toMatchObject(missing)
  expect(await ask(standIn, 'GET', '/request/99')).toMatchObject(missing)
  const specials = await start('overseerr')
  const all = await ask(specials, 'POST', '/request', {
    body: { mediaType: 'tv', mediaId: SERIES, is4k: false, seasons: 'all' },
  })
  expect((all.body['seasons'] as object[])[0]).toMatchObject({ seasonNumber: 0 })
})

test('Radarr failing makes a request FAILED, and a retry says approved and failed once more', async () => {
  const standIn = await start()
  const { seerr } = standIn
  const { brief } = await withHooks(standIn)
  seerr.failAtArr('radarr', true)
  const { id } = seerr.askAs(ADMIN, { mediaType: 'movie', mediaId: FILM })
  await seerr.settled()
  expect((await ask(standIn, 'GET', `/request/${id}`)).body).toMatchObject({
    status: REQUEST.failed,
    media: { status: MEDIA.processing },
  })
  await ask(standIn, 'POST', `/request/${id}/retry`)
  await seerr.settled()
  seerr.failAtArr('radarr', false)
  await ask(standIn, 'POST', `/request/${id}/retry`)
  await seerr.settled()
  expect((await ask(standIn, 'GET', `/request/${id}`)).body).toMatchObject({ status: REQUEST.approved })
  expect(brief().map((line) => line.split(' ')[0])).toEqual([
    'MEDIA_AUTO_APPROVED',
    'MEDIA_FAILED',
    'MEDIA_APPROVED',
    'MEDIA_FAILED',
    'MEDIA_APPROVED',
  ])
  expect(brief()[1]).toBe('MEDIA_FAILED PENDING')
})

test('a series: seasons are changed while it waits, arrive in parts, and the words are the recorded ones', async () => {
  const standIn = await start()
  const { seerr } = standIn
  const { bodies, brief } = await withHooks(standIn)
  const { id } = seerr.askAs(FRIEND, { mediaType: 'tv', mediaId: SERIES, seasons: [1] })
  const changed = await ask(standIn, 'PUT', `/request/${id}`, {
    as: FRIEND,
    body: { mediaType: 'tv', seasons: [1, 2] },
  })
  expect(changed).toMatchObject({ status: 200, body: { seasons: [{ seasonNumber: 1 }, { seasonNumber: 2 }] } })
  seerr.approve(id)
  await seerr.settled()
  expectShape(bodies().at(-1), approvedTv)
  expect(bodies().at(-1)).toMatchObject({
    event: approvedTv.event,
    extra: approvedTv.extra,
    issue: null,
    comment: null,
  })
  seerr.markAvailable(SERIES, { seasons: [1], byHand: false })
  seerr.markAvailable(SERIES, { seasons: [2], byHand: false })
  await seerr.settled()
  expect(brief().at(-1)).toBe('MEDIA_AVAILABLE PARTIALLY_AVAILABLE')
  expect(seerr.request(id).status).toBe(REQUEST.completed)
  const old = await start('overseerr')
  const hooks = await withHooks(old)
  old.seerr.askAs(ADMIN, { mediaType: 'tv', mediaId: SERIES, seasons: [1] })
  old.seerr.markAvailable(SERIES)
  await old.seerr.settled()
  expect(hooks.brief()).toEqual(['MEDIA_AUTO_APPROVED PENDING'])
  expect(old.seerr.request(1)).toMatchObject({ status: REQUEST.approved, media: { status: MEDIA.available } })
})

test('issues are opened, commented, resolved and opened again', async () => {
  const standIn = await start()
  const { seerr } = standIn
  const { bodies } = await withHooks(standIn)
  seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM })
  const mediaId = seerr.request(1).media.id
  const opened = await ask(standIn, 'POST', '/issue', {
    as: FRIEND,
    body: { issueType: 2, message: 'No sound', mediaId },
  })
  expect(opened).toMatchObject({ status: 200, body: { id: 1, status: 1 } })
  await ask(standIn, 'POST', '/issue/1/comment', { body: { message: 'Looking' } })
  await ask(standIn, 'POST', '/issue/1/resolved')
  await ask(standIn, 'POST', '/issue/1/open')
  await seerr.settled()
  const shown = (await ask(standIn, 'GET', '/issue/1')).body
  expectShape(shown, { ...issueRecorded, modifiedBy: usersRecorded.results[0] })
  expect(bodies().map((hook) => hook['event'])).toEqual([
    'New Movie Request',
    'New Audio Issue Reported',
    'New Comment on Audio Issue',
    'Audio Issue Resolved',
    'Audio Issue Reopened',
  ])
  expectShape(bodies()[2], commentRecorded)
  expect(bodies()[2]).toMatchObject({ message: 'No sound', comment: { comment_message: 'Looking' } })
  expect((await ask(standIn, 'GET', '/issue/77')).status).toBe(500)
  expect((await ask(standIn, 'POST', '/issue', { body: { issueType: 1, message: 'x', mediaId: 99 } })).status).toBe(404)
  expect((await ask(standIn, 'GET', '/issue?filter=resolved')).body).toMatchObject({ pageInfo: { results: 0 } })
})

test('people are imported from Plex: only the new ones come back, without e-mail and Plex id', async () => {
  const accounts = [
    { id: 51, username: 'ina', email: 'ina@example.test' },
    { id: 52, username: 'friend-of-plex', email: 'Friend@example.test' },
    { id: 53, username: 'child', email: '' },
  ]
  const standIn = await start('seerr', { plexAccounts: () => accounts })
  const send = (plexIds: string[], as?: number) =>
    ask(standIn, 'POST', '/user/import-from-plex', { body: { plexIds }, ...(as ? { as } : {}) })
  expect((await send(['51'], FRIEND)).status).toBe(403)
  const made = await send(['51', '52', '53'])
  expect(made).toMatchObject({ status: 201, body: [{ id: 3, plexUsername: 'ina' }] })
  expect((made.body as unknown as object[])[0]).not.toHaveProperty('plexId')
  // a local account with the same address becomes one of Plex, and is not new
  expect((await ask(standIn, 'GET', '/user/2')).body).toMatchObject({ plexId: 52, userType: 1 })
  expect(await send(['51'])).toMatchObject({ status: 201, body: [] })
})

test('dies between storing and answering, and knows the request when it is back', async () => {
  const standIn = await start()
  standIn.dieAfterInsert()
  await expect(ask(standIn, 'POST', '/request', { body: movie(FILM) })).rejects.toThrow('fetch failed')
  await expect(ask(standIn, 'GET', '/request')).rejects.toThrow('fetch failed')
  await standIn.up()
  expect((await ask(standIn, 'GET', '/request')).body).toMatchObject({ pageInfo: { results: 1 } })
  expect((await ask(standIn, 'POST', '/request', { body: movie(FILM_TWO) })).status).toBe(201)
})

test('notifications are repeated, lost, and come in any order', async () => {
  const standIn = await start('seerr', { random: () => 0.999 })
  const { seerr } = standIn
  const { brief } = await withHooks(standIn)
  seerr.repeat(3)
  seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM })
  await seerr.settled()
  expect(brief()).toHaveLength(3)
  seerr.repeat(1)
  seerr.shuffle()
  seerr.approve(1)
  seerr.markAvailable(FILM)
  await seerr.settled()
  expect(brief()).toHaveLength(3)
  seerr.shuffle(false)
  await seerr.settled()
  expect(brief().slice(3)).toEqual(['MEDIA_AVAILABLE AVAILABLE', 'MEDIA_APPROVED PENDING'])
  seerr.lose(1)
  seerr.askAs(FRIEND, { mediaType: 'movie', mediaId: FILM_TWO })
  await seerr.settled()
  expect(brief()).toHaveLength(5)
  expect(seerr.notices).toHaveLength(4)
})

test('pictures lie where each version has them', async () => {
  const seerr = await start()
  const overseerr = await start('overseerr')
  const get = async (standIn: SeerrStandIn, path: string) => {
    const response = await fetch(`${standIn.url}/imageproxy${path}`)
    return [response.status, response.headers.get('content-type'), (await response.bytes()).length > 40]
  }
  const path = `/t/p/w342/house-${FILM}.png`
  expect(await get(seerr, `/tmdb${path}`)).toEqual([200, 'image/png', true])
  expect(await get(overseerr, path)).toEqual([200, 'image/png', true])
  expect((await get(seerr, path))[0]).toBe(400)
})

test('can hold very many requests, for films that follow from their number', async () => {
  const standIn = await start()
  standIn.seerr.fill(100_000)
  const page = await ask(standIn, 'GET', '/request?take=100&skip=50000')
  expect(page.body).toMatchObject({ pageInfo: { results: 100_000, page: 501 } })
  expect((await ask(standIn, 'GET', '/movie/2000007')).body).toMatchObject({ title: 'Film number 7' })
})
