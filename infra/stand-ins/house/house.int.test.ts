import { afterEach, expect, test } from 'vitest'
import { until } from '../../test/fresh.ts'
import radarrQueue from '../fixtures/radarr-queue.json' with { type: 'json' }
import sonarrQueue from '../fixtures/sonarr-queue.json' with { type: 'json' }
import { startHookReceiver } from '../receiver.ts'
import { MEDIA, REQUEST } from '../services/seerr/entities.ts'
import { addItem, runCommand } from '../services/arr/world.ts'
import { strangers } from '../shape-of.ts'
import { type House, type HouseOptions, startHouse } from './house.ts'
import { ALBUMS } from './music.ts'
import { titleOf, titlesAt } from './titles.ts'

const FILM = 700_102
const OTHER_FILM = 700_103
const SERIES = 800_203
const OWNER = 1

const running: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

async function start(options: HouseOptions = {}): Promise<House> {
  const house = await startHouse({ musicBrainzPaceMs: 0, ...options })
  running.push(house)
  return house
}

async function read<T>(of: { url: string; key: string }, path: string): Promise<T> {
  const response = await fetch(`${of.url}${path}`, { headers: { 'x-api-key': of.key } })
  return (await response.json()) as T
}
interface Page {
  totalRecords: number
  records: Record<string, unknown>[]
}
const queueOf = (arr: House['radarr']) => read<Page>(arr, '/api/v3/queue?pageSize=100&includeMovie=true')
const stages = (house: House, id: number) => house.journeys(id).map(({ stage }) => stage)

test('a film travels from the request through Radarr and the client into Plex and back to Seerr', async () => {
  const house = await start()
  const request = house.askAs(OWNER, { mediaType: 'movie', mediaId: FILM })
  await house.settled()
  expect(request.media).toMatchObject({ status: MEDIA.processing, serviceId: 0, externalServiceSlug: String(FILM) })
  expect(await read(house.radarr, `/api/v3/movie?tmdbId=${FILM}`)).toMatchObject([{ tmdbId: FILM, hasFile: false }])
  const [command] = house.radarr.arr.commands
  expect(command).toMatchObject({ name: 'MoviesSearch', status: 'started' })

  await house.step()
  expect(command).toMatchObject({ status: 'completed', message: 'Movie search completed. 1 reports downloaded.' })
  const { movie: _, ...rest } = (await queueOf(house.radarr)).records[0]!
  expect(strangers(rest, radarrQueue.records[0])).toEqual([])
  const [queued] = (await queueOf(house.radarr)).records
  expect(queued).toMatchObject({ status: 'queued', downloadClient: 'qBittorrent', trackedDownloadState: 'downloading' })
  expect(queued?.['downloadId']).toBe(String(queued?.['downloadId']).toUpperCase())

  await house.step()
  const [loading] = (await queueOf(house.radarr)).records
  expect(loading).toMatchObject({ status: 'downloading', movie: { tmdbId: FILM } })
  expect(Number(loading?.['sizeleft']) / Number(loading?.['size'])).toBeCloseTo(0.75)
  expect(loading?.['timeleft']).toMatch(/^\d\d:\d\d:\d\d$/)

  await house.finish(FILM)
  expect((await queueOf(house.radarr)).totalRecords).toBe(0)
  const history = await read<{ eventType: string }[]>(
    house.radarr,
    `/api/v3/history/movie?movieId=${request.media.externalServiceId}`,
  )
  expect(history.map(({ eventType }) => eventType)).toEqual(['downloadFolderImported', 'grabbed'])
  expect(house.plexServer.library.has(titleOf(FILM))).toBe(true)
  expect(request).toMatchObject({ status: REQUEST.completed, media: { status: MEDIA.available } })
  expect(request.media.ratingKey).toBe(house.plexServer.keyOf(titleOf(FILM)))
})

test('the seasons of a series come as packs, and Plex and Seerr are told of each', async () => {
  const house = await start()
  const receiver = await startHookReceiver()
  running.push(receiver)
  house.plexTv.person('anna').webhooks.push(receiver.url)
  const request = house.askAs(OWNER, { mediaType: 'tv', mediaId: SERIES, seasons: [1, 2] })
  await house.step()
  const page = await read<Page>(house.sonarr, '/api/v3/queue?pageSize=100&includeEpisode=true')
  expect(page.totalRecords).toBe(26)
  // what the recording has, ours has
  const optional = ['timeleft', 'estimatedCompletionTime']
  expect(strangers(sonarrQueue.records[0], page.records[0]).filter((name) => !optional.includes(name))).toEqual([])
  const packs = Map.groupBy(page.records, ({ downloadId }) => downloadId)
  expect([...packs.values()].map((records) => records.length)).toEqual([13, 13])
  expect(new Set(page.records.map(({ size }) => size)).size).toBe(1)
  await house.finish(SERIES)
  expect(request.status).toBe(REQUEST.completed)
  expect(request.media.status).toBe(MEDIA.partial)
  expect(house.plexServer.library.has(titleOf(SERIES), [1, 2])).toBe(true)
  expect(house.plexServer.library.has(titleOf(SERIES), [3])).toBe(false)
  expect(receiver.posted.filter(({ text }) => text.includes('library.new'))).toHaveLength(2)
  // two more seasons: Sonarr has the series already
  const more = house.askAs(OWNER, { mediaType: 'tv', mediaId: SERIES, seasons: [3, 4] })
  await house.finish(SERIES)
  expect(more.status).toBe(REQUEST.completed)
  expect(more.media.status).toBe(MEDIA.available)
})

test('stalls, blocked imports, a full disk and no release hold a film up, in words, until they end', async () => {
  const house = await start()
  house.noRelease(FILM)
  house.askAs(OWNER, { mediaType: 'movie', mediaId: FILM })
  await expect(house.finish(FILM)).rejects.toThrow('Salt Cathedral stays wanted')
  expect(house.radarr.arr.commands[0]?.message).toBe('Movie search completed. 0 reports downloaded.')
  expect((await queueOf(house.radarr)).totalRecords).toBe(0)
  house.clear(FILM)
  house.stall(FILM)
  await expect(house.finish(FILM)).rejects.toThrow('stays downloading')
  const stalled = {
    status: 'warning',
    trackedDownloadStatus: 'warning',
    errorMessage: 'The download is stalled with no connections',
  }
  expect((await queueOf(house.radarr)).records).toMatchObject([stalled])
  house.clear(FILM)
  house.blockImport(FILM)
  await expect(house.finish(FILM)).rejects.toThrow('stays downloaded')
  expect((await queueOf(house.radarr)).records).toMatchObject([
    {
      status: 'completed',
      trackedDownloadState: 'importBlocked',
      sizeleft: 0,
      statusMessages: [{ messages: ['No files found are eligible for import'] }],
    },
  ])
  house.clear(FILM)
  house.diskFull()
  await house.step()
  expect((await queueOf(house.radarr)).records).toMatchObject([
    { statusMessages: [{ messages: ['Not enough free space'] }] },
  ])
  expect(await read(house.radarr, '/api/v3/diskspace')).toMatchObject([{ freeSpace: 12_582_912 }])
  house.diskFull(false)
  await house.finish(FILM)
  expect(stages(house, FILM)).toEqual(['done'])
})

test('a failed download stands in the history and is looked for again', async () => {
  const house = await start()
  house.askAs(OWNER, { mediaType: 'movie', mediaId: OTHER_FILM })
  await house.step()
  await house.step()
  house.failDownload(OTHER_FILM, 'Aborted')
  expect((await queueOf(house.radarr)).totalRecords).toBe(0)
  const history = await read<Page>(house.radarr, '/api/v3/history?eventType=4')
  expect(history.records).toMatchObject([{ eventType: 'downloadFailed', data: { message: 'Aborted' } }])
  expect(house.sabnzbd.downloads.jobs[0]).toMatchObject({ state: 'failed', message: 'Aborted' })
  await house.finish(OTHER_FILM)
  expect(house.sabnzbd.downloads.jobs).toHaveLength(2)
})

test('Radarr being away fails the request, and a retry brings it on its way', async () => {
  const house = await start()
  house.failAtArr('radarr', true)
  const request = house.askAs(OWNER, { mediaType: 'movie', mediaId: FILM })
  await house.settled()
  expect(request.status).toBe(REQUEST.failed)
  expect((await fetch(`${house.radarr.url}/ping`)).status).toBe(503)
  house.failAtArr('radarr', false)
  house.seerr.seerr.retry(request.id)
  await house.finish(FILM)
  expect(request.status).toBe(REQUEST.completed)
})

test('holds what it held from the start, and moves by itself at a pace', async () => {
  const house = await start({ speed: 50 })
  const [held] = titlesAt('in-library')
  expect(house.plexServer.library.has(held!)).toBe(true)
  expect(await read(house.radarr, `/api/v3/movie?tmdbId=${held!.tmdbId}`)).toMatchObject([{ hasFile: true }])
  const request = house.askAs(OWNER, { mediaType: 'movie', mediaId: FILM })
  await until(() => request.status === REQUEST.completed, { what: 'the film to arrive by itself' })
})

test('people of Plex can be imported into Seerr; the owner is there', async () => {
  const house = await start()
  const init = {
    method: 'POST',
    headers: { 'x-api-key': house.seerr.key, 'content-type': 'application/json' },
    body: '{"plexIds":["1002","1003"]}',
  }
  const made = await fetch(`${house.seerr.url}/api/v1/user/import-from-plex`, init)
  expect(await made.json()).toMatchObject([{ id: 2, plexUsername: 'ben' }])
  expect(house.seerr.seerr.world.users.get(OWNER)).toMatchObject({ plexId: 1001, permissions: 2 })
})

test('an album is loaded by NZBGet into Lidarr', async () => {
  const house = await start()
  const album = ALBUMS[0]!
  runCommand(house.lidarr.arr, 'AlbumSearch', addItem(house.lidarr.arr, { album }))
  await house.step()
  expect(await read<Page>(house.lidarr, '/api/v1/queue')).toMatchObject({
    records: [{ downloadClient: 'NZBGet', albumId: 1 }],
  })
  await house.finish(album.id)
  const found = await read(house.lidarr, `/api/v1/album?foreignAlbumId=${album.id}`)
  expect(found).toMatchObject([{ statistics: { percentOfTracks: 100 } }])
})

test('Seerr dies with a request it has stored and told nobody of; it is there afterwards', async () => {
  const house = await start()
  const send = (mediaId: number) =>
    fetch(`${house.seerr.url}/api/v1/request`, {
      method: 'POST',
      headers: { 'x-api-key': house.seerr.key, 'content-type': 'application/json' },
      body: JSON.stringify({ mediaType: 'movie', mediaId, is4k: false }),
    })
  house.dieAfterInsert()
  await expect(send(FILM)).rejects.toThrow('fetch failed')
  await house.seerr.up()
  expect(house.seerr.seerr.requestsFor(FILM)).toHaveLength(1)
  expect(house.seerr.seerr.notices).toEqual([])
  expect((await send(FILM)).status).toBe(409)
})

test('what the house tells is repeated, lost and shuffled for Seerr and Plex alike', async () => {
  const house = await start({ random: () => 0.5 })
  const receiver = await startHookReceiver()
  running.push(receiver)
  house.plexTv.person('anna').webhooks.push(receiver.url)
  house.repeatWebhooks(3)
  house.askAs(OWNER, { mediaType: 'movie', mediaId: FILM })
  await house.finish(FILM)
  expect(receiver.posted).toHaveLength(3)
  house.repeatWebhooks(1)
  house.loseWebhooks(1)
  house.askAs(OWNER, { mediaType: 'movie', mediaId: OTHER_FILM })
  await house.finish(OTHER_FILM)
  expect(receiver.posted).toHaveLength(3)
  expect(house.plexServer.library.has(titleOf(OTHER_FILM))).toBe(true)
})
