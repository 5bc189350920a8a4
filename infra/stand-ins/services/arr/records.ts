import { secondsLeft } from '../downloads/jobs.ts'
import { downloadIdOf, protocolOf } from './events.ts'
import { artistNumber, artistShape, episodeShape, itemShape, LANGUAGES } from './shapes.ts'
import type { ArrWorld, Download, HistoryEntry, Item, Part } from './world.ts'

const QUALITY = {
  quality: { id: 3, name: 'WEBDL-1080p', source: 'webdl', resolution: 1080, modifier: 'none' },
  revision: { version: 1, real: 0, isRepack: false },
}

/** Whose an entry is: `movieId`, `seriesId` with `episodeId`, or `artistId` with `albumId`. */
function owner({ kind }: ArrWorld, item: Item, part: Part): object {
  if (kind === 'radarr') return { movieId: item.id }
  if (kind === 'sonarr') return { seriesId: item.id, episodeId: part.id }
  return { albumId: item.id, artistId: 'album' in item.of ? artistNumber(item.of.album.artist.id) : 0 }
}

/** What of its owner a record carries with it. */
export interface Include {
  item: boolean
  part: boolean
}

function included({ kind }: ArrWorld, item: Item, part: Part, include: Include): object {
  const whole = itemShape(item.of, item)
  if ('album' in item.of) {
    const artist = include.item ? { artist: artistShape(item.of.album, [item]) } : {}
    return { ...artist, ...(include.part ? { album: whole } : {}) }
  }
  const owned = include.item ? { [kind === 'radarr' ? 'movie' : 'series']: whole } : {}
  return { ...owned, ...(include.part && kind === 'sonarr' ? { episode: episodeShape(part, item) } : {}) }
}

/** A queue's records: one for each part, each with the whole size. */
export function queueRecords(world: ArrWorld, download: Download, include: Include): object[] {
  const { item, job, state, release, indexer, client, messages } = download
  const stalled = job.state === 'stalled' || job.state === 'failed'
  const status = { stalled: 'warning', unpacking: 'downloading' }[job.state as string] ?? job.state
  const seconds = secondsLeft(job)
  return download.parts.map((part, index) => ({
    ...owner(world, item, part),
    ...(world.kind === 'sonarr' ? { seasonNumber: part.season, episodeHasFile: part.hasFile } : {}),
    ...included(world, item, part, include),
    languages: LANGUAGES,
    quality: QUALITY,
    customFormats: [],
    customFormatScore: 0,
    size: job.sizeBytes,
    title: release,
    added: new Date(job.addedAt).toISOString(),
    status,
    trackedDownloadStatus: stalled || messages.length > 0 ? 'warning' : 'ok',
    trackedDownloadState: state,
    statusMessages: messages.length > 0 ? [{ title: release, messages }] : [],
    ...(job.message === undefined ? {} : { errorMessage: job.message }),
    downloadId: downloadIdOf(download),
    protocol: protocolOf(client),
    downloadClient: client,
    downloadClientHasPostImportCategory: false,
    indexer,
    outputPath: `/downloads/${release}`,
    sizeleft: job.leftBytes,
    ...(seconds === undefined
      ? {}
      : { timeleft: timeSpan(seconds), estimatedCompletionTime: new Date(Date.now() + seconds * 1000).toISOString() }),
    id: download.id * 1000 + index,
  }))
}

/** `[d.]hh:mm:ss`. */
export function timeSpan(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  const rest = seconds % 86_400
  return `${days > 0 ? `${days}.` : ''}${two(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}`
}

export function historyShape(world: ArrWorld, entry: HistoryEntry, include: Include): object {
  return {
    ...owner(world, entry.item, entry.part),
    ...included(world, entry.item, entry.part, include),
    sourceTitle: entry.release,
    languages: LANGUAGES,
    quality: QUALITY,
    customFormats: [],
    customFormatScore: 0,
    qualityCutoffNotMet: false,
    date: entry.date,
    downloadId: entry.downloadId,
    eventType: entry.eventType,
    data: entry.data,
    id: entry.id,
  }
}
