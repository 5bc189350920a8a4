import { expect, test } from 'vitest'
import { HistoryPage, Movies, QueuePage, SeriesList, spanMs } from '../arr/shapes.ts'
import type { ClientDownload } from '../clients/progress.ts'
import { diskOf } from './look.ts'
import { NOON } from './row.test.rig.ts'
import { type Clients, toDownloads, toHappened } from './to-downloads.ts'
import { movieThere, seriesThere } from './to-there.ts'

const nobody: Clients = { downloads: new Map(), silent: new Map(), freeBytes: new Map() }
const own = (more: Partial<ClientDownload>): Clients => ({
  ...nobody,
  downloads: new Map([
    ['CAFE', { id: 'CAFE', sizeBytes: 1000, leftBytes: 100, etaAt: null, state: 'downloading', words: null, ...more }],
  ]),
})
const queue = (...records: object[]) => QueuePage.parse({ totalRecords: records.length, records }).records
const record = (more: object = {}) => ({
  movieId: 42,
  title: 'Solaris.1972',
  size: 1000,
  sizeleft: 500,
  timeleft: '00:10:00',
  status: 'downloading',
  trackedDownloadStatus: 'ok',
  trackedDownloadState: 'downloading',
  statusMessages: [],
  downloadId: 'cafe',
  protocol: 'torrent',
  downloadClient: 'qBittorrent',
  ...more,
})
const standing = (more: object, clients = nobody) => {
  const [download] = toDownloads(queue(record(more)), clients, NOON)
  return [download?.state, download?.words]
}

test('episodes of one pack are one download with the size of one record', () => {
  const episode = (episodeId: number, seasonNumber: number) => ({
    ...record({ seriesId: 64, episodeId, episode: { seasonNumber } }),
    movieId: undefined,
  })
  const downloads = toDownloads(queue(episode(1, 2), episode(2, 2), episode(3, 3)), nobody, NOON)
  expect(downloads).toMatchObject([
    {
      id: 'CAFE',
      sizeBytes: 1000,
      leftBytes: 500,
      etaAt: new Date(NOON.getTime() + 600_000),
      holds: [
        { season: 2, parts: 2 },
        { season: 3, parts: 1 },
      ],
    },
  ])
})

test.each([
  ['downloading', {}, nobody, ['downloading', null]],
  [
    'old versions write words large',
    { status: 'Downloading', trackedDownloadState: 'ImportBlocked' },
    nobody,
    ['import-blocked', null],
  ],
  [
    'delayed by a profile',
    { status: 'delay', downloadId: undefined, trackedDownloadState: undefined },
    nobody,
    ['delayed', null],
  ],
  ['paused', { status: 'paused', timeleft: '00:00:00' }, nobody, ['paused', null]],
  [
    'waits for somebody to import it',
    {
      status: 'completed',
      trackedDownloadState: 'importPending',
      trackedDownloadStatus: 'warning',
      statusMessages: [{ title: 'x', messages: ['Sample', 'Sample', 'Not an upgrade'] }],
    },
    nobody,
    ['import-blocked', 'Sample Not an upgrade'],
  ],
  ['loaded is not imported', { status: 'completed', trackedDownloadState: 'importPending' }, nobody, ['loaded', null]],
  [
    'Radarr warns',
    { status: 'warning', errorMessage: 'Stalled with no connections' },
    nobody,
    ['stalled', 'Stalled with no connections'],
  ],
  [
    'Radarr warns late, the torrent moves',
    { status: 'warning', errorMessage: 'Stalled' },
    own({}),
    ['downloading', null],
  ],
  [
    'Radarr warns of what the client has no word for',
    { protocol: 'usenet', status: 'warning', errorMessage: 'Stuck' },
    own({}),
    ['stalled', 'Stuck'],
  ],
  ['the client knows first', {}, own({ state: 'stalled', words: 'Nobody sends.' }), ['stalled', 'Nobody sends.']],
  ['unpacked', {}, own({ state: 'processing' }), ['loaded', null]],
  [
    'no room',
    { trackedDownloadState: 'importBlocked', errorMessage: 'Not enough free space (12 MB) to import' },
    nobody,
    ['disk-full', 'Not enough free space (12 MB) to import'],
  ],
  [
    'the client has no room',
    {},
    { ...own({}), freeBytes: new Map([['torrent', 50]]) },
    [
      'disk-full',
      expect.stringMatching(/^qBittorrent has 50 B free where it loads to, and \S+ k?B are still to come\.$/),
    ],
  ],
  [
    'failed',
    { trackedDownloadState: 'failedPending' },
    own({ state: 'failed', words: 'CRC error' }),
    ['failed', 'CRC error'],
  ],
  ['client away for Radarr', { status: 'downloadClientUnavailable' }, nobody, ['client-unreachable', null]],
  [
    'client away for us',
    {},
    { ...nobody, silent: new Map([['torrent', 'qBittorrent does not answer.']]) },
    ['client-unreachable', 'qBittorrent does not answer.'],
  ],
])('a queue says: %s', (_what, more, clients, expected) => {
  expect(standing(more, clients)).toEqual(expected)
})

test('what is unreadable in a record is as if it was absent, and spoils no other', () => {
  const records = queue(
    record({ size: 'much', quality: 7, added: 'yesterday', statusMessages: null }),
    'nonsense' as never,
  )
  expect(records).toHaveLength(1)
  expect(records[0]).toMatchObject({ size: null, quality: null, added: null, statusMessages: [], downloadId: 'cafe' })
})

test('a history tells what matters, and no indexer’s key', () => {
  const records = HistoryPage.parse({
    records: [
      {
        id: 1,
        movieId: 42,
        eventType: 'grabbed',
        date: '2026-03-01T12:00:00Z',
        downloadId: 'cafe',
        sourceTitle: 'S',
        data: { indexer: 'I', size: '1000', downloadUrl: 'http://i/?apikey=x' },
      },
      { id: 2, movieId: 42, eventType: 'movieFileRenamed', date: '2026-03-01T12:00:00Z' },
      { id: 3, movieId: 42, eventType: 'downloadFailed', date: '2026-03-01T12:00:00Z', data: { message: 'Aborted' } },
      { id: 4, movieId: 42, eventType: 'grabbed' },
    ],
  }).records
  expect(records.map(toHappened)).toMatchObject([
    { kind: 'grabbed', downloadId: 'CAFE', indexer: 'I', sizeBytes: 1000 },
    null,
    { kind: 'failed', downloadId: null, words: 'Aborted' },
    null,
  ])
  expect(JSON.stringify(records)).not.toContain('apikey')
})

test('the spans of .NET', () => {
  expect(['00:16:44', '1.02:03:04', '00:00:01.5000000', 'soon', null].map(spanMs)).toEqual([
    1_004_000,
    93_784_000,
    1000,
    null,
    null,
  ])
})

test('what is there of a film and of the seasons that were asked for', () => {
  const [movie] = Movies.parse([
    {
      id: 1,
      tmdbId: 593,
      monitored: true,
      hasFile: false,
      isAvailable: false,
      minimumAvailability: 'released',
      inCinemas: '2026-01-01T00:00:00Z',
      physicalRelease: '2026-09-01T00:00:00Z',
    },
  ])
  expect(movieThere(movie!, 'u').release).toEqual({ at: '2026-09-01T00:00:00.000Z', words: 'the physical release' })
  const season = (seasonNumber: number, monitored: boolean) => ({
    seasonNumber,
    monitored,
    statistics: { episodeFileCount: 1, episodeCount: 4, totalEpisodeCount: 10 },
  })
  const [series] = SeriesList.parse([{ id: 2, seasons: [season(0, true), season(1, true), season(2, false)] }])
  expect(seriesThere(series!, [], 'u').parts).toMatchObject([
    { season: 1, wanted: 4 },
    { season: 2, wanted: 10 },
  ])
  expect(seriesThere(series!, [0], 'u').parts).toMatchObject([{ season: 0, there: 1 }])
})

test('the disk of a path is the nearest that holds it', () => {
  const disks = ['/', '/media', '/media/films2', 'D:\\'].map((path, index) => ({
    path,
    freeSpace: index,
    totalSpace: null,
  }))
  expect(diskOf('/media/films/Solaris', disks)?.path).toBe('/media')
  expect(diskOf('/data/x', disks)?.path).toBe('/')
  expect(diskOf('d:\\tv\\x', disks)?.path).toBe('D:\\')
  expect(diskOf(null, disks)).toBeNull()
})
