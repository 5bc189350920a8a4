import { type HistoryRecord, type QueueRecord, spanMs } from '../arr/shapes.ts'
import { type ClientDownload, sameId } from '../clients/progress.ts'
import { size } from './late.ts'
import type { Download, Happened } from './view.ts'

/** What download clients said, by their downloads' ids; and those clients that did not answer, in words. */
export interface Clients {
  downloads: ReadonlyMap<string, ClientDownload>
  /** By the protocol that they load: nobody else could know of it. */
  silent: ReadonlyMap<string, string>
  /** Free where they load to, by protocol. */
  freeBytes: ReadonlyMap<string, number>
}

const FULL = /\b(not enough|no|insufficient|out of)\b[^.]{0,40}\bspace\b|\bdisk (is )?full\b/i

/** A season pack is one record for each episode, each with the size of the whole: one download of them. */
export function toDownloads(records: readonly QueueRecord[], clients: Clients, now: Date): Download[] {
  const packs = new Map<string, [QueueRecord, ...QueueRecord[]]>()
  for (const [index, record] of records.entries()) {
    const key = record.downloadId === null ? `record ${index}` : sameId(record.downloadId)
    const pack = packs.get(key)
    if (pack) pack.push(record)
    else packs.set(key, [record])
  }
  return [...packs.values()].map((pack) => toDownload(pack, clients, now))
}

function toDownload(pack: readonly [QueueRecord, ...QueueRecord[]], clients: Clients, now: Date): Download {
  const [record] = pack
  const id = record.downloadId === null ? null : sameId(record.downloadId)
  const own = id === null ? undefined : clients.downloads.get(id)
  const sizeBytes = own?.sizeBytes ?? record.size ?? 0
  const leftBytes = own?.leftBytes ?? record.sizeleft ?? sizeBytes
  const silent = own ? undefined : clients.silent.get(record.protocol ?? '')
  const { state, words } = stateOf(record, own, silent)
  const freeBytes = clients.freeBytes.get(record.protocol ?? '') ?? null
  const isFull = freeBytes !== null && leftBytes > freeBytes && state !== 'loaded'
  return {
    id,
    release: record.title,
    indexer: record.indexer,
    client: record.downloadClient,
    quality: record.quality,
    addedAt: record.added,
    sizeBytes,
    leftBytes,
    etaAt: ['downloading', 'queued'].includes(state) ? (own ? own.etaAt : etaOf(record, now)) : null,
    ...(isFull ? { state: 'disk-full', words: noRoom(record, freeBytes, leftBytes) } : { state, words }),
    holds: holdsOf(pack),
  }
}

function noRoom({ downloadClient }: QueueRecord, freeBytes: number, leftBytes: number): string {
  const client = downloadClient ?? 'The download client'
  return `${client} has ${size(freeBytes)} free where it loads to, and ${size(leftBytes)} are still to come.`
}

function holdsOf(pack: readonly QueueRecord[]): Download['holds'] {
  const counts = new Map<number | null, number>()
  for (const { seasonNumber, episode } of pack) {
    const season = seasonNumber ?? episode?.seasonNumber ?? null
    counts.set(season, (counts.get(season) ?? 0) + 1)
  }
  return [...counts].map(([season, parts]) => ({ season, parts }))
}

/** While it is paused the span that is left is zero. */
function etaOf({ estimatedCompletionTime, timeleft, status }: QueueRecord, now: Date): Date | null {
  if (status !== 'downloading') return null
  const left = spanMs(timeleft)
  if (left !== null) return left > 0 ? new Date(now.getTime() + left) : null
  return estimatedCompletionTime !== null && estimatedCompletionTime > now ? estimatedCompletionTime : null
}

type Standing = Pick<Download, 'state' | 'words'>

function stateOf(record: QueueRecord, own: ClientDownload | undefined, silent: string | undefined): Standing {
  const { status, trackedDownloadState: tracked, trackedDownloadStatus: health } = record
  const said = wordsOf(record)
  const complains = health === 'warning' || health === 'error' || status === 'warning'
  const wrong = (state: Download['state'], words: string | null): Standing => ({
    state: words !== null && FULL.test(words) ? 'disk-full' : state,
    words,
  })
  if (status === 'delay') return { state: 'delayed', words: null }
  // Lidarr has words of its own
  if (tracked === 'importfailed') return wrong('import-blocked', said)
  if (tracked === 'downloadfailed' || tracked === 'downloadfailedpending')
    return wrong('failed', said ?? own?.words ?? null)
  if (tracked === 'importblocked' || (tracked === 'importpending' && complains)) return wrong('import-blocked', said)
  if (tracked === 'failed' || tracked === 'failedpending' || status === 'failed')
    return wrong('failed', said ?? own?.words ?? null)
  if (tracked === 'importpending' || tracked === 'importing' || tracked === 'imported')
    return { state: 'loaded', words: null }
  if (status === 'downloadclientunavailable') return wrong('client-unreachable', said)
  if (silent !== undefined) return wrong('client-unreachable', silent)
  switch (own?.state) {
    case 'failed':
      return wrong('failed', said ?? own.words)
    case 'stalled':
    case 'paused':
      return wrong(own.state, own.state === 'stalled' ? (said ?? own.words) : own.words)
    case 'processing':
    case 'done':
      return { state: 'loaded', words: null }
    case 'downloading':
    case 'queued':
      if (said !== null && FULL.test(said)) return { state: 'disk-full', words: said }
      // qBittorrent tells by itself that nothing comes; the others have no word for that
      if (record.protocol !== 'torrent' && complains) return wrong('stalled', said)
      return { state: own.state, words: null }
    default:
  }
  if (complains) return wrong('stalled', said)
  if (status === 'paused') return { state: 'paused', words: null }
  if (status === 'completed') return { state: 'loaded', words: null }
  return { state: status === 'downloading' ? 'downloading' : 'queued', words: null }
}

const WORDS_MOST = 400

/** Its error, or every message once. */
function wordsOf({ errorMessage, statusMessages }: QueueRecord): string | null {
  const messages = statusMessages.flatMap(({ title, messages: own }) => (own.length > 0 ? own : title ? [title] : []))
  const said = errorMessage ? [errorMessage] : [...new Set(messages)]
  return said.length === 0 ? null : said.join(' ').slice(0, WORDS_MOST)
}

const KINDS: Readonly<Record<string, Happened['kind']>> = {
  grabbed: 'grabbed',
  downloadfolderimported: 'imported',
  moviefolderimported: 'imported',
  seriesfolderimported: 'imported',
  downloadimported: 'imported',
  downloadfailed: 'failed',
}

/** What the history says that matters to whoever waits for it; null for all else. */
export function toHappened(record: HistoryRecord): Happened | null {
  const kind = KINDS[record.eventType ?? '']
  if (kind === undefined || record.date === null) return null
  const size = Number(record.data?.size ?? Number.NaN)
  return {
    kind,
    downloadId: record.downloadId === null ? null : sameId(record.downloadId),
    at: record.date,
    release: record.sourceTitle,
    indexer: record.data?.indexer ?? null,
    client: record.data?.downloadClientName ?? record.data?.downloadClient ?? null,
    quality: record.quality,
    sizeBytes: Number.isFinite(size) && size > 0 ? size : null,
    season: record.seasonNumber ?? record.episode?.seasonNumber ?? null,
    words: record.data?.message ?? record.data?.reason ?? null,
  }
}
