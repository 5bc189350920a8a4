import { afterEach, expect, test } from 'vitest'
import { ALBUMS } from './house/music.ts'
import { titleOf } from './house/titles.ts'
import { type ArrStandIn, startArr } from './services.ts'

const FILM = 700_102
const SERIES = titleOf(800_201)

const running: ArrStandIn[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()))
})

async function start(...given: Parameters<typeof startArr>): Promise<ArrStandIn> {
  const standIn = await startArr(...given)
  running.push(standIn)
  return standIn
}

async function ask(arr: ArrStandIn, method: string, path: string, body?: object) {
  const headers = { 'x-api-key': arr.key, 'content-type': 'application/json' }
  const response = await fetch(`${arr.url}/api${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

const place = (arr: ArrStandIn) => ({ qualityProfileId: 1, rootFolderPath: arr.arr.disk.path, monitored: true })

test('Radarr takes a film once, and says what is wrong as a list', async () => {
  const radarr = await start('radarr', { base: '/radarr' })
  expect((await ask(radarr, 'GET', `/v3/movie/lookup?term=tmdb:${FILM}`)).body).toMatchObject([{ tmdbId: FILM }])
  expect((await ask(radarr, 'GET', `/v3/movie/lookup?term=tmdb:${FILM}`)).body).not.toMatchObject([{ id: 1 }])
  const bad = await ask(radarr, 'POST', '/v3/movie', { tmdbId: FILM, qualityProfileId: 0, rootFolderPath: '/nowhere' })
  expect(bad).toMatchObject({
    status: 400,
    body: [{ propertyName: 'QualityProfileId', severity: 'error' }, { propertyName: 'RootFolderPath' }],
  })
  const body = { tmdbId: FILM, ...place(radarr), addOptions: { searchForMovie: true } }
  expect(await ask(radarr, 'POST', '/v3/movie', body)).toMatchObject({ status: 201, body: { id: 1, monitored: true } })
  expect(await ask(radarr, 'POST', '/v3/movie', body)).toMatchObject({
    status: 400,
    body: [{ errorMessage: 'This movie has already been added', errorCode: 'MovieExistsValidator' }],
  })
  expect((await ask(radarr, 'GET', `/v3/movie?tmdbId=${FILM}`)).body).toMatchObject([{ id: 1, hasFile: false }])
  expect((await ask(radarr, 'GET', '/v3/movie?tmdbId=1')).body).toEqual([])
  expect((await ask(radarr, 'GET', '/v3/movie/77')).status).toBe(404)
  expect((await ask(radarr, 'GET', '/v3/command')).body).toMatchObject([{ name: 'MoviesSearch' }])
  expect((await ask(radarr, 'GET', '/v3/queue')).body).toMatchObject({
    page: 1,
    pageSize: 10,
    totalRecords: 0,
    records: [],
  })
  expect((await ask(radarr, 'GET', '/v3/rootfolder')).body).toMatchObject([{ path: '/media/Films', accessible: true }])
  expect(JSON.stringify((await ask(radarr, 'GET', '/v3/movie')).body)).not.toContain('null')
  radarr.arr.health.push({ source: 'IndexerStatusCheck', type: 'error', message: 'All indexers are unavailable' })
  expect((await ask(radarr, 'GET', '/v3/health')).body).toMatchObject([
    { type: 'error', wikiUrl: expect.any(String) as string },
  ])
})

test('Sonarr watches the seasons it is told to, and more later', async () => {
  const sonarr = await start('sonarr')
  const seasons = [1, 2, 3].map((seasonNumber) => ({ seasonNumber, monitored: seasonNumber === 2 }))
  const made = await ask(sonarr, 'POST', '/v3/series', { tvdbId: SERIES.tvdbId, seasons, ...place(sonarr) })
  expect(made).toMatchObject({
    status: 201,
    body: {
      seasons: [
        { seasonNumber: 0, monitored: false },
        { seasonNumber: 1, monitored: false },
        {
          seasonNumber: 2,
          monitored: true,
          statistics: { episodeCount: 8, episodeFileCount: 0, totalEpisodeCount: 8 },
        },
        { seasonNumber: 3, monitored: false },
      ],
    },
  })
  const more = await ask(sonarr, 'PUT', '/v3/series/1', { seasons: [{ seasonNumber: 3, monitored: true }] })
  expect(more).toMatchObject({ status: 202, body: { statistics: { episodeCount: 18 } } })
  expect((await ask(sonarr, 'GET', '/v3/episode?seriesId=1&seasonNumber=3')).body).toHaveLength(10)
  expect((await ask(sonarr, 'GET', `/v3/series?tvdbId=${SERIES.tvdbId}`)).body).toMatchObject([{ id: 1 }])
  expect(
    (await ask(sonarr, 'POST', '/v3/command', { name: 'SeasonSearch', seriesId: 1, seasonNumber: 3 })).status,
  ).toBe(201)
})

test('Lidarr takes an album with its artist, found by its number at MusicBrainz', async () => {
  const lidarr = await start('lidarr')
  const album = ALBUMS[0]!
  const [found] = (await ask(lidarr, 'GET', `/v1/album/lookup?term=lidarr:${album.id}`)).body as [object]
  expect(found).toMatchObject({ foreignAlbumId: album.id, artist: { foreignArtistId: album.artist.id } })
  expect((await ask(lidarr, 'GET', '/v1/artist/lookup?term=octave')).body).toMatchObject([
    { artistName: 'Octave Nine' },
  ])
  const artist = { foreignArtistId: album.artist.id, ...place(lidarr), metadataProfileId: 0 }
  expect(await ask(lidarr, 'POST', '/v1/album', { ...found, artist })).toMatchObject({
    status: 400,
    body: [{ propertyName: 'MetadataProfileId' }],
  })
  const whole = {
    ...found,
    monitored: true,
    artist: { ...artist, metadataProfileId: 1 },
    addOptions: { searchForNewAlbum: true },
  }
  expect(await ask(lidarr, 'POST', '/v1/album', whole)).toMatchObject({ status: 201, body: { id: 1, artistId: 1 } })
  expect((await ask(lidarr, 'POST', '/v1/album', whole)).body).toMatchObject([{ errorCode: 'AlbumExistsValidator' }])
  expect((await ask(lidarr, 'GET', `/v1/album?foreignAlbumId=${album.id}`)).body).toMatchObject([
    { id: 1, monitored: true },
  ])
  expect((await ask(lidarr, 'GET', '/v1/artist')).body).toMatchObject([
    { artistName: album.artist.name, monitored: true },
  ])
  expect(await ask(lidarr, 'POST', '/v1/artist', { ...artist, metadataProfileId: 1 })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'ArtistExistsValidator' }],
  })
  expect((await ask(lidarr, 'GET', '/v1/metadataprofile')).body).toMatchObject([{ id: 1 }])
  expect(lidarr.arr.commands.map(({ name }) => name)).toEqual(['AlbumSearch'])
})
