import type { Arr } from './client.ts'
import {
  AlbumOf,
  type Complaint,
  type Disk,
  Disks,
  Health,
  HistoryList,
  HistoryPage,
  type HistoryRecord,
  type Movie,
  Movies,
  QueuePage,
  type QueueRecord,
  type Series,
  SeriesList,
} from './shapes.ts'

const PAGE = 250
/** No house loads more at once, and a history that is longer is read title by title. */
const PAGES_MOST = 8

/** Everything that is being loaded, or was and is not imported yet. */
export async function readQueue(arr: Arr, signal: AbortSignal): Promise<QueueRecord[]> {
  const records: QueueRecord[] = []
  for (let page = 1; page <= PAGES_MOST; page += 1) {
    const query = { page, pageSize: PAGE, ...(arr.name === 'sonarr' ? { includeEpisode: true } : {}) }
    const { data } = await arr.call('/queue', { query, schema: QueuePage, signal })
    records.push(...data.records)
    if (data.records.length < PAGE || records.length >= (data.totalRecords ?? 0)) break
  }
  return records
}

const WITH = {
  radarr: { includeMovie: true },
  sonarr: { includeSeries: true, includeEpisode: true },
  lidarr: { includeArtist: true, includeAlbum: true },
} as const

/** What happened since then, newest first. */
export async function readHistory(arr: Arr, since: Date, signal: AbortSignal): Promise<HistoryRecord[]> {
  const records: HistoryRecord[] = []
  for (let page = 1; page <= PAGES_MOST; page += 1) {
    const query = { page, pageSize: 100, sortKey: 'date', sortDirection: 'descending', ...WITH[arr.name] }
    const { data } = await arr.call('/history', { query, schema: HistoryPage, signal })
    const fresh = data.records.filter(({ date }) => date !== null && date >= since)
    records.push(...fresh)
    if (fresh.length < 100) break
  }
  return records
}

/** All that happened to one title. */
export async function readHistoryOf(arr: Arr, id: number, signal: AbortSignal): Promise<HistoryRecord[]> {
  const { path, query } = await historyOf(arr, id, signal)
  return (await arr.call(path, { query, schema: HistoryList, signal })).data
}

async function historyOf(arr: Arr, id: number, signal: AbortSignal): Promise<{ path: string; query: Query }> {
  if (arr.name === 'radarr') return { path: '/history/movie', query: { movieId: id } }
  if (arr.name === 'sonarr') return { path: '/history/series', query: { seriesId: id, includeEpisode: true } }
  // Lidarr has only that of an artist, which may be cut down to one album
  const { artistId } = (await arr.call(`/album/${id}`, { schema: AlbumOf, signal })).data
  return { path: '/history/artist', query: { albumId: id, ...(artistId === null ? {} : { artistId }) } }
}

type Query = Record<string, number | boolean>

/** Null when Radarr does not have it. */
export async function findMovie(arr: Arr, tmdbId: number, signal: AbortSignal): Promise<Movie | null> {
  const { data } = await arr.call('/movie', { query: { tmdbId }, schema: Movies, signal })
  return data.find((movie) => movie.tmdbId === null || movie.tmdbId === tmdbId) ?? null
}

/** Null when Sonarr does not have it. */
export async function findSeries(arr: Arr, tvdbId: number, signal: AbortSignal): Promise<Series | null> {
  const { data } = await arr.call('/series', { query: { tvdbId }, schema: SeriesList, signal })
  return data.find((series) => series.tvdbId === null || series.tvdbId === tvdbId) ?? null
}

export async function readHealth(arr: Arr, signal: AbortSignal): Promise<Complaint[]> {
  return (await arr.call('/health', { schema: Health, signal })).data
}

export async function readDisks(arr: Arr, signal: AbortSignal): Promise<Disk[]> {
  return (await arr.call('/diskspace', { schema: Disks, signal })).data
}
