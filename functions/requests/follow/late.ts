import type { LateCode } from '../../../contracts/media-requests.ts'
import type { Followed } from './followed.ts'
import type { Download, View } from './view.ts'

/** Why a request is late, and what that is about: the same about the same is one fact, however often it comes and goes. */
export interface Late {
  code: LateCode
  about: string
  since: Date
  message: string
}

export interface Patience {
  now: Date
  /** So long a release may take to be found. */
  lateAfterHours: number
}

/** A restart is no reason to worry anybody. */
const UNREACHABLE_AFTER_MS = 60_000
const HOUR_MS = 3_600_000
/** Looks, a quarter of a minute each. */
const MISSING_AFTER = 20

/** Worst first: what a person has to act on comes before what ends by itself. */
const OF_DOWNLOADS: readonly [Download['state'], LateCode, (download: Download, title: string) => string][] = [
  ['disk-full', 'disk-full', (_d, title) => `${title} says that the disk is full.`],
  ['import-blocked', 'import-blocked', (_d, title) => `${title} does not import it and does not say why.`],
  ['failed', 'download-failed', (_d, title) => `${title} says that the download failed.`],
  [
    'client-unreachable',
    'client-unreachable',
    ({ client }, title) => `${title} cannot reach ${client ?? 'the download client'}.`,
  ],
  ['stalled', 'stalled', ({ client }) => `Nothing comes to ${client ?? 'the download client'}.`],
  ['paused', 'stalled', ({ client }) => `It is paused in ${client ?? 'the download client'}.`],
]

/**
 * Why it is late; null when it is not, undefined when that cannot be told now. In the words that were given outside;
 * where none were, in ours.
 */
export function lateOf(followed: Followed, view: View, patience: Patience): Late | null | undefined {
  const { now } = patience
  if (view.down) {
    const { since, words } = view.down
    if (now.getTime() - since.getTime() < UNREACHABLE_AFTER_MS) return undefined
    return { code: 'unreachable', about: since.toISOString(), since, message: words }
  }
  return lateInQueue(view, now) ?? lateWithoutDownload(followed, view, patience)
}

function lateInQueue(view: View, now: Date): Late | null {
  const { downloads, title, disk } = view
  for (const [state, code, otherwise] of OF_DOWNLOADS) {
    const one = downloads.find((download) => download.state === state)
    // another one was grabbed in place of what failed
    if (one && state === 'failed' && downloads.some((other) => other.state !== 'failed')) continue
    if (one) return { code, about: one.id ?? 'queue', since: now, message: one.words ?? otherwise(one, title) }
    if (state === 'disk-full') {
      const comes = downloads.find(({ leftBytes }) => leftBytes > 0)
      if (disk && comes && disk.toComeBytes > disk.freeBytes) {
        const message = `${title} has ${size(disk.freeBytes)} free in ${disk.path}, and ${size(disk.toComeBytes)} are still to come.`
        return { code, about: comes.id ?? 'queue', since: now, message }
      }
    }
  }
  return null
}

function lateWithoutDownload(followed: Followed, view: View, { now, lateAfterHours }: Patience): Late | null {
  const { title } = view
  const { there, handedOnAt } = followed
  const loaded = Object.entries(followed.loaded).toSorted(([, a], [, b]) => b.grabbedAt.localeCompare(a.grabbedAt))
  const [last] = loaded
  if (view.downloads.length === 0 && last?.[1].end === 'failed') {
    const message = last[1].words ?? `${title} says that the download failed.`
    return { code: 'download-failed', about: last[0], since: now, message }
  }
  if (view.downloads.length > 0) return null
  if (!handedOnAt) {
    if (there !== null || followed.misses < MISSING_AFTER) return null
    const message = `${view.service === 'lidarr' ? 'It was handed on' : 'Seerr counts it as handed on'}, but ${title} does not have it.`
    return { code: 'no-release', about: 'missing', since: now, message }
  }
  const handedOn = new Date(handedOnAt)
  if (!there) {
    const message = `${title} does not have it any more.`
    return there === null ? { code: 'no-release', about: 'gone', since: now, message } : null
  }
  const missing = there.parts.filter((part) => part.there < part.wanted)
  const isThere = there.parts.some((part) => part.there > 0) && missing.length === 0
  if (isThere) return null
  if (missing.length === 0 || there.release) {
    // nothing of it is out
    const nextAt = there.release ? there.release.at : earliest(there.parts.map((part) => part.nextAt))
    const words = there.release?.words ?? 'the first episode'
    const day = nextAt?.slice(0, 10)
    const message = day ? `Not released yet: ${words} comes on ${day}.` : `Not released yet; ${title} knows no date.`
    return { code: 'not-released', about: day ?? 'unknown', since: handedOn, message }
  }
  // what is grabbed and not ended is on its way, between two looks at the queue
  if (loaded.some(([, { end }]) => end === null)) return null
  const lastMove = Math.max(handedOn.getTime(), ...loaded.map(([, { grabbedAt }]) => Date.parse(grabbedAt)))
  const since = new Date(lastMove + lateAfterHours * HOUR_MS)
  if (now < since) return null
  const about = new Date(lastMove).toISOString()
  if (!there.monitored || missing.every(({ monitored }) => !monitored)) {
    const message = `${title} has it, but does not look for it: it is not monitored there.`
    return { code: 'no-release', about, since, message }
  }
  const message = `${title} has looked since ${about.slice(0, 10)} and found no release.`
  return { code: 'no-release', about, since, message }
}

const earliest = (dates: readonly (string | null)[]): string | null =>
  dates.filter((date) => date !== null).toSorted()[0] ?? null

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** In thousands, as disks are sold: `1.2 GB`. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** power).toFixed(1))} ${UNITS[power]}`
}
