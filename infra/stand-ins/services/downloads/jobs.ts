import { createHash } from 'node:crypto'

export type ClientName = 'qBittorrent' | 'SABnzbd' | 'NZBGet'

/** One download, as its client knows it; Radarr's and Sonarr's queues show the same object. */
export interface Job {
  /** The info hash in lower case, SABnzbd's `nzo_id`, or what Radarr and Sonarr left with NZBGet. */
  id: string
  /** NZBGet's own number. */
  number: number
  name: string
  category: string
  sizeBytes: number
  leftBytes: number
  /** 0 when nothing comes. */
  bytesPerSecond: number
  state: 'queued' | 'downloading' | 'stalled' | 'paused' | 'unpacking' | 'completed' | 'failed'
  /** What the client says is wrong. */
  message?: string | undefined
  /** Milliseconds since 1970. */
  addedAt: number
  completedAt?: number | undefined
}

/** What a download client holds, and what a test may do to it. */
export interface Downloads {
  readonly client: ClientName
  readonly jobs: Job[]
  freeBytes: number
  add(wanted: { name: string; sizeBytes: number; category: string }): Job
  /** Undefined when it was removed or never there. Case does not count. */
  find(id: string): Job | undefined
  remove(id: string): void
}

const BYTES_PER_SECOND = 12_582_912

export function createDownloads(client: ClientName): Downloads {
  const jobs: Job[] = []
  let number = 0
  const find = (id: string) => jobs.find((job) => job.id.toLowerCase() === id.toLowerCase())
  return {
    client,
    jobs,
    freeBytes: 900_000_000_000,
    add({ name, sizeBytes, category }) {
      number += 1
      const hash = createHash('sha1').update(`${name}/${number}`).digest('hex')
      const id = { qBittorrent: hash, SABnzbd: `SABnzbd_nzo_${hash.slice(0, 8)}`, NZBGet: hash.slice(0, 32) }[client]
      const job: Job = {
        id,
        number,
        name,
        category,
        sizeBytes,
        leftBytes: sizeBytes,
        bytesPerSecond: 0,
        state: 'queued',
        addedAt: Date.now(),
      }
      jobs.push(job)
      return job
    },
    find,
    remove(id) {
      const found = find(id)
      if (found) jobs.splice(jobs.indexOf(found), 1)
    },
  }
}

/** Brings it to this share of its size, 0 to 1; at 1 it is completed. */
export function progress(job: Job, share: number): void {
  job.leftBytes = Math.round(job.sizeBytes * (1 - share))
  job.message = undefined
  job.state = share >= 1 ? 'completed' : 'downloading'
  job.bytesPerSecond = share >= 1 ? 0 : BYTES_PER_SECOND
  if (share >= 1) job.completedAt ??= Date.now()
}

/** Nothing comes any more, for this reason. */
export function stall(job: Job, message: string): void {
  Object.assign(job, { state: 'stalled', bytesPerSecond: 0, message })
}

export function failJob(job: Job, message: string): void {
  Object.assign(job, { state: 'failed', bytesPerSecond: 0, message, completedAt: Date.now() })
}

/** Seconds that are left; undefined when nothing comes. */
export function secondsLeft({ leftBytes, bytesPerSecond }: Job): number | undefined {
  return bytesPerSecond > 0 ? Math.ceil(leftBytes / bytesPerSecond) : undefined
}
