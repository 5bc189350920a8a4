import { failJob, type ClientName, type Job, stall } from '../downloads/jobs.ts'
import type { ArrWorld, Download, HistoryEntry, Item, Part } from './world.ts'

/** What became of a download, in the words of the history. */
const IMPORTED = { radarr: 'downloadFolderImported', sonarr: 'downloadFolderImported', lidarr: 'downloadImported' }

export interface Grab {
  job: Job
  client: ClientName
  release: string
  indexer: string
  parts?: Part[]
}

/** Torrents are known by their hash in upper case. */
export function downloadIdOf({ client, job }: Download): string {
  return client === 'qBittorrent' ? job.id.toUpperCase() : job.id
}

export function protocolOf(client: ClientName): 'torrent' | 'usenet' {
  return client === 'qBittorrent' ? 'torrent' : 'usenet'
}

/** A release was found and handed to a download client: it stands in the queue, and in the history for each part. */
export function grab(
  world: ArrWorld,
  item: Item,
  { job, client, release, indexer, parts = item.parts }: Grab,
): Download {
  const id = world.nextId('download')
  const download: Download = { id, item, parts, job, client, release, indexer, state: 'downloading', messages: [] }
  world.queue.push(download)
  note(world, download, 'grabbed', {
    indexer,
    nzbInfoUrl: `https://indexer.invalid/details/${id}`,
    releaseGroup: 'HOUSE',
    age: '2',
    protocol: protocolOf(client) === 'usenet' ? '1' : '2',
    downloadClient: client,
    downloadClientName: client,
    size: String(job.sizeBytes),
    publishedDate: new Date(job.addedAt - 172_800_000).toISOString(),
  })
  return download
}

/** It is in the library: gone from the queue, and the parts have their file. */
export function importDownload(world: ArrWorld, download: Download): void {
  leave(world, download)
  download.state = 'imported'
  for (const part of download.parts) part.hasFile = true
  const { rootFolderPath } = download.item
  note(world, download, IMPORTED[world.kind], {
    droppedPath: `/downloads/${download.release}/${download.release}.mkv`,
    importedPath: `${rootFolderPath}/${download.release}.mkv`,
    downloadClient: download.client,
    downloadClientName: download.client,
    releaseGroup: 'HOUSE',
  })
}

/** It is downloaded and stays where it is, for this reason; an empty text ends that. */
export function blockImport(download: Download, message: string): void {
  download.state = message === '' ? 'importPending' : 'importBlocked'
  download.messages = message === '' ? [] : [message]
}

/** The client says that nothing comes. */
export function stallDownload(download: Download, message: string): void {
  stall(download.job, message)
}

/** The download failed at its client: gone from the queue, and in the history. */
export function failDownload(world: ArrWorld, download: Download, message: string): void {
  failJob(download.job, message)
  leave(world, download)
  download.state = 'failed'
  note(world, download, 'downloadFailed', {
    downloadClient: download.client,
    downloadClientName: download.client,
    message,
    indexer: download.indexer,
    releaseGroup: 'HOUSE',
  })
}

/** Taken out of the queue by hand. */
export function leave(world: ArrWorld, download: Download): void {
  const at = world.queue.indexOf(download)
  if (at >= 0) world.queue.splice(at, 1)
}

function note(world: ArrWorld, download: Download, eventType: string, data: Record<string, string>): void {
  const date = new Date().toISOString()
  for (const part of download.parts) {
    const entry: HistoryEntry = {
      id: world.nextId('history'),
      item: download.item,
      part,
      eventType,
      release: download.release,
      downloadId: downloadIdOf(download),
      date,
      data,
    }
    world.history.push(entry)
  }
}
