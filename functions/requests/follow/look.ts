import { OutsideError } from '../../../bus/index.ts'
import type { Selectable } from 'kysely'
import type { Arr } from '../arr/client.ts'
import { findAlbum } from '../arr/albums.ts'
import { findMovie, findSeries, readDisks, readHealth, readHistory, readHistoryOf, readQueue } from '../arr/reading.ts'
import type { Complaint, Disk, HistoryRecord, QueueRecord } from '../arr/shapes.ts'
import type { DownloadClient } from '../clients/progress.ts'
import type { RequestRow, UpstreamTable } from '../tables.ts'
import { askClients } from './ask-clients.ts'
import { chooseLookups } from './choose.ts'
import { followedOf, type There } from './followed.ts'
import { toDownloads, toHappened } from './to-downloads.ts'
import { albumThere, movieThere, seriesThere } from './to-there.ts'
import type { Download, Happened, View } from './view.ts'

/** A request on its way, with the number of its series where only its title has that, and whose album it is. */
export type OpenRow = RequestRow & { title_tvdb_id: number | null; title_artist: string | null }

export type Service = View['service']

/** What one look at Radarr or Sonarr brought. */
export interface Look {
  service: Service
  title: string
  /** Null when it answered. */
  failure: string | null
  /** Whether it could take a request now. */
  well: boolean
  views: Map<string, View>
  /** How far its history is read, and of which address that is true. */
  watermark: Date | null
  url: string
}

export interface LookAt {
  arr: Arr
  /** Those that it is to load, and those whose end it has not told yet. */
  rows: readonly OpenRow[]
  /** Those that it could not take, and that wait for it to be well. */
  stuck: readonly OpenRow[]
  known: Selectable<UpstreamTable> | undefined
  clients: () => Promise<readonly DownloadClient[]>
  /** Between two looks at everything: nothing is looked up that was before. */
  closely: boolean
  now: Date
  signal: AbortSignal
}

const DAY_MS = 86_400_000
/** What happened earlier is not looked for when nothing was read yet. */
const HISTORY_MS = 30 * DAY_MS

/** Looks once: the queue, what happened since the last look, and a few titles. Throws only what is no outside's fault. */
export async function lookAt(at: LookAt): Promise<Look> {
  const { arr, rows, stuck, known, now } = at
  const since = readUpTo(known, arr.url)
  const look: Look = {
    service: arr.name,
    title: arr.title,
    failure: null,
    well: true,
    views: new Map(),
    watermark: since,
    url: arr.url,
  }
  try {
    await read(at, look, since)
    for (const row of stuck) look.views.set(row.id, nothing(look))
  } catch (error) {
    const failure = wordsOf(error, at)
    Object.assign(look, { failure, well: false, watermark: since })
    const down = { since: known?.down_since ?? now, words: failure }
    for (const row of [...rows, ...stuck]) look.views.set(row.id, { ...nothing(look), down })
  }
  return look
}

const readUpTo = (known: LookAt['known'], url: string): Date | null =>
  known?.state['url'] === url ? known.watermark : null

const nothing = ({ service, title }: Look): View => ({
  service,
  title,
  down: null,
  there: undefined,
  downloads: [],
  happened: [],
  disk: null,
})

function wordsOf(error: unknown, { arr, known, signal }: LookAt): string {
  if (error instanceof OutsideError) return error.kind === 'open' ? (known?.message ?? error.message) : error.message
  if (signal.aborted) return `${arr.title} answers too slowly.`
  throw error
}

async function read(at: LookAt, look: Look, since: Date | null): Promise<void> {
  const { arr, rows, now, signal } = at
  const oldest = Math.min(now.getTime(), ...rows.map(({ created_at: asked }) => asked.getTime()))
  const from = since ?? new Date(Math.max(oldest, now.getTime() - HISTORY_MS))
  const isNothingOpen = rows.length === 0
  const [queue, history, complaints] = await Promise.all([
    isNothingOpen ? [] : readQueue(arr, signal),
    isNothingOpen ? [] : readHistory(arr, from, signal),
    at.stuck.length > 0 || isNothingOpen ? readHealth(arr, signal) : [],
  ])
  look.well = isWell(complaints)
  look.watermark = newest(since, history)
  const found = await lookUp(at, history, from)
  const idOf = (row: OpenRow): number | null => {
    const there = found.get(row.id)?.there ?? followedOf(row.followed).there
    return there?.url === arr.url ? there.id : null
  }
  const ids = new Set(rows.map(idOf))
  const own = queue.filter((record) => ids.has(titleOf(record)))
  const clients = own.length === 0 ? [] : await at.clients()
  const [said, disks] = await Promise.all([
    askClients(clients, own, signal),
    own.length === 0 ? [] : readDisks(arr, signal),
  ])
  const queued = new Map([...Map.groupBy(own, titleOf)].map(([id, records]) => [id, toDownloads(records, said, now)]))
  const told = Map.groupBy(history, titleOf)
  const diskFor = (row: OpenRow) =>
    diskOf((found.get(row.id)?.there ?? followedOf(row.followed).there)?.path ?? null, disks)
  const toCome = toComeTo(new Map(rows.map((row) => [idOf(row), diskFor(row)?.path])), queued)
  for (const row of rows) {
    const id = idOf(row)
    const looked = found.get(row.id)
    const disk = diskFor(row)
    const happened = [...(looked?.history ?? []), ...(id === null ? [] : (told.get(id) ?? []))]
    look.views.set(row.id, {
      ...nothing(look),
      there: looked ? looked.there : undefined,
      downloads: id === null ? [] : askedFor(row, queued.get(id) ?? []),
      happened: ofSeasons(
        row,
        happened.map(toHappened).filter((one) => one !== null),
      ),
      disk: disk && { ...disk, toComeBytes: toCome.get(disk.path) ?? 0 },
    })
  }
}

/** What is still to come to each disk, by the disk that each title lies on. */
function toComeTo(
  disks: ReadonlyMap<number | null, string | undefined>,
  queued: ReadonlyMap<number | null, readonly Download[]>,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [id, disk] of disks) {
    if (disk === undefined) continue
    const bytes = (queued.get(id) ?? []).reduce((sum, { leftBytes }) => sum + leftBytes, 0)
    sums.set(disk, (sums.get(disk) ?? 0) + bytes)
  }
  return sums
}

const titleOf = ({ movieId, seriesId, albumId }: QueueRecord | HistoryRecord): number | null =>
  movieId ?? seriesId ?? albumId

function newest(since: Date | null, history: readonly HistoryRecord[]): Date | null {
  const times = [since, ...history.map(({ date }) => date)].flatMap((at) => (at === null ? [] : [at.getTime()]))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

interface Found {
  there: There | null
  /** What was told before it was known under which number. */
  history: HistoryRecord[]
}

async function lookUp({ arr, rows, closely, now, signal }: LookAt, history: HistoryRecord[], from: Date) {
  const imported = new Set(history.filter((record) => toHappened(record)?.kind === 'imported').map(titleOf))
  const moved = ({ followed }: RequestRow): boolean => imported.has(followedOf(followed).there?.id ?? -1)
  const found = new Map<string, Found>()
  const one = async (row: RequestRow): Promise<void> => {
    const there = await findThere(arr, row as OpenRow, now, signal)
    if (there === undefined) return
    const before = followedOf(row.followed).there
    const isNew = there !== null && before?.url !== there.url
    const missed = isNew && from > row.created_at ? await readHistoryOf(arr, there.id, signal) : []
    found.set(row.id, { there, history: missed })
  }
  await Promise.all(chooseLookups(rows, arr.url, moved, now, closely).map(one))
  return found
}

/** Null when it is not there; undefined when nobody knows its number. */
async function findThere(arr: Arr, row: OpenRow, now: Date, signal: AbortSignal): Promise<There | null | undefined> {
  if (row.media_type === 'music') {
    const album = await findAlbum(arr, row.media_id, { signal })
    const id = album?.id
    return typeof id === 'number' ? albumThere({ ...album!, id }, arr.url, now) : null
  }
  if (row.media_type === 'movie') {
    const movie = await findMovie(arr, Number(row.media_id), signal)
    return movie && movieThere(movie, arr.url)
  }
  const tvdbId = row.tvdb_id ?? row.title_tvdb_id
  if (tvdbId === null) return undefined
  const series = await findSeries(arr, tvdbId, signal)
  return series && seriesThere(series, row.seasons, arr.url)
}

const isAsked = ({ seasons }: OpenRow, season: number | null): boolean =>
  season === null || seasons.length === 0 || seasons.includes(season)

/** Of a series only what has something of the seasons that were asked for, and of that only these. */
const askedFor = (row: OpenRow, downloads: readonly Download[]): Download[] =>
  downloads.flatMap((download) => {
    const holds = download.holds.filter(({ season }) => isAsked(row, season))
    return holds.length === 0 ? [] : [{ ...download, holds }]
  })

const ofSeasons = (row: OpenRow, happened: readonly Happened[]): Happened[] =>
  happened.filter(({ season }) => isAsked(row, season))

/** The one that the path lies on: the longest that it begins with. */
export function diskOf(path: string | null, disks: readonly Disk[]): { path: string; freeBytes: number } | null {
  const plain = (text: string): string => text.replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase()
  const of = plain(path ?? '')
  const holding = disks.filter((disk) => of === plain(disk.path) || of.startsWith(`${plain(disk.path)}/`))
  const [disk] = holding.toSorted((a, b) => b.path.length - a.path.length)
  return path !== null && disk ? { path: disk.path, freeBytes: disk.freeSpace } : null
}

/** What has nothing to do with taking a request in: it would be taken, and found later. */
const BESIDES = /indexer|download|update|import|proxy|notification|recyclingbin|remotepath|list/i

const isWell = (complaints: readonly Complaint[]): boolean =>
  !complaints.some(({ type, source }) => type === 'error' && !BESIDES.test(source ?? ''))
