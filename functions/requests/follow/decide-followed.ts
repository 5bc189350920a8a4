import { isDeepStrictEqual } from 'node:util'
import { STAGES, type Step, type StepDetail } from '../../../contracts/media-requests.ts'
import type { Change, NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { type Followed, followedOf, type Loaded } from './followed.ts'
import { type Late, lateOf, type Patience } from './late.ts'
import { type Progress, progressOf } from './progress.ts'
import type { Download, Happened, View } from './view.ts'

/** The clocks of two machines differ; what is older belongs to an earlier request. */
const SKEW_MS = 120_000
const LOADED_MOST = 40

/**
 * What a look at Radarr or Sonarr changes of a request that is on its way: its steps, how far it is, and why it is late.
 * Null when that is what is known already. Told twice it changes nothing: every step has the key of its download.
 */
export function decideFollowed(row: RequestRow, view: View, patience: Patience): Change | null {
  const before = followedOf(row.followed)
  const followed = structuredClone(before)
  const steps: NewStep[] = []
  if (!view.down) {
    handOn(row, followed, view, patience.now, steps)
    for (const happened of inOrder(view.happened)) hear(row, followed, happened, view, steps)
    for (const download of view.downloads) see(followed, download, view, patience.now, steps)
    arrived(row, before.there, followed, view, patience.now, steps)
    forgetOldest(followed)
  }
  const progress = view.down ? undefined : progressNow(row, followed, view)
  const late = lateOf(followed, view, patience)
  const set = {
    ...(progress ? { percent: progress.percent, eta_at: progress.etaAt, size_bytes: progress.sizeBytes } : {}),
    ...(late === undefined ? {} : lateNow(row, followed, late, view, patience.now, steps)),
    ...(followed.there && row.retry_at && row.status !== 'failed' ? { retry_at: null } : {}),
    ...(isDeepStrictEqual(before, followed) ? {} : { followed: JSON.stringify(followed) }),
  }
  return steps.length > 0 || differs(row, set) ? { set, steps } : null
}

/** Whether it came to this stage or further. */
export const reached = ({ stage }: Pick<RequestRow, 'stage'>, step: Step): boolean =>
  STAGES.indexOf(stage) >= (STAGES as readonly Step[]).indexOf(step)

function handOn(row: RequestRow, followed: Followed, view: View, now: Date, steps: NewStep[]): void {
  const { there, service, title } = view
  if (there !== undefined) {
    followed.there = there
    followed.lookedAt = now.toISOString()
    followed.misses = there === null ? followed.misses + 1 : 0
  }
  if (!there || followed.handedOnAt !== null) return
  const added = there.addedAt === null ? now : new Date(there.addedAt)
  // it may have been there long before somebody asked for more of it
  const at = added.getTime() < row.created_at.getTime() - SKEW_MS || added > now ? now : added
  followed.handedOnAt = at.toISOString()
  steps.push({ step: 'handed-on', key: 'handed-on', at, source: service, detail: { service: title } })
}

/** Oldest first. */
export const inOrder = (happened: readonly Happened[]): Happened[] =>
  happened.toSorted((a, b) => a.at.getTime() - b.at.getTime())

/** Notes what the history tells, unless it is known or belongs to an earlier request. */
export function hear(row: RequestRow, followed: Followed, happened: Happened, view: View, steps: NewStep[]): void {
  const { kind, downloadId, at, words } = happened
  if (at.getTime() < row.created_at.getTime() - SKEW_MS) return
  const detail = detailOf(happened)
  const key = downloadId ?? `by hand ${happened.season ?? ''}`.trim()
  const known = followed.loaded[key]
  if (kind === 'grabbed') {
    if (!known) steps.push({ step: 'grabbed', key: `grabbed:${key}`, at, source: view.service, detail })
    followed.loaded[key] = { ...(known ?? loadedOf(happened)), grabbedAt: known?.grabbedAt ?? at.toISOString() }
    return
  }
  const loaded = known ?? loadedOf(happened)
  if (kind === 'imported' && loaded.end !== 'imported') {
    const seasons = view.happened.filter((one) => one.kind === kind && one.downloadId === downloadId)
    steps.push({
      step: 'imported',
      key: `imported:${key}`,
      at,
      source: view.service,
      detail: { ...detail, ...seasonsIn(seasons.map(({ season }) => season)) },
    })
    loaded.end = 'imported'
  }
  if (kind === 'failed' && loaded.end === null) Object.assign(loaded, { end: 'failed', words })
  followed.loaded[key] = loaded
}

const loadedOf = ({ at, release, client }: Pick<Happened, 'at' | 'release' | 'client'>): Loaded => ({
  grabbedAt: at.toISOString(),
  release,
  client,
  began: false,
  end: null,
  words: null,
})

function see(followed: Followed, download: Download, view: View, now: Date, steps: NewStep[]): void {
  const { id, addedAt, release, client } = download
  if (id === null) return
  const detail = {
    ...detailOf({ ...download, sizeBytes: download.sizeBytes || null, season: null, words: null }),
    ...seasonsIn(download.holds.map(({ season }) => season)),
  }
  const known = followed.loaded[id]
  const at = addedAt !== null && addedAt < now ? addedAt : now
  if (!known) steps.push({ step: 'grabbed', key: `grabbed:${id}`, at, source: view.service, detail })
  const loaded = known ?? loadedOf({ at, release, client })
  const moves = download.sizeBytes > 0 && download.leftBytes < download.sizeBytes
  if (!loaded.began && (moves || download.state === 'downloading' || download.state === 'loaded')) {
    loaded.began = true
    steps.push({ step: 'downloading', key: `downloading:${id}`, at: now, source: view.service, detail })
  }
  followed.loaded[id] = loaded
}

/**
 * It has the file although no download of it was imported: somebody put it there, or it was there before. Known from an
 * earlier look, as this one's history is older than what was looked up after it.
 */
function arrived(
  row: RequestRow,
  there: Followed['there'],
  followed: Followed,
  view: View,
  now: Date,
  steps: NewStep[],
): void {
  if (!there || row.media_type === 'tv' || !there.parts.some((part) => part.there > 0)) return
  if (reached(row, 'imported') || Object.values(followed.loaded).some(({ end }) => end === 'imported')) return
  if (view.downloads.length > 0 || steps.some(({ step }) => step === 'imported')) return
  steps.push({ step: 'imported', key: 'imported:file', at: now, source: view.service, detail: {} })
}

function forgetOldest(followed: Followed): void {
  const entries = Object.entries(followed.loaded)
  if (entries.length <= LOADED_MOST) return
  const newest = entries.toSorted(([, a], [, b]) => b.grabbedAt.localeCompare(a.grabbedAt)).slice(0, LOADED_MOST)
  followed.loaded = Object.fromEntries(newest)
}

function progressNow(row: RequestRow, followed: Followed, view: View): Progress {
  const now = progressOf(followed.there, view.downloads)
  if (view.downloads.some(({ id }) => id !== null) || now.percent !== null) return now
  const loaded = Object.values(followed.loaded)
  const wasThere = {
    percent: row.percent,
    etaAt: null,
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
  }
  // a film or album that was imported is whole, also before anybody looked it up again
  if (row.media_type !== 'tv' && loaded.some(({ end }) => end === 'imported')) return { ...wasThere, percent: 100 }
  return loaded.some(({ end }) => end !== 'failed') ? wasThere : now
}

type LateColumns = Pick<RequestRow, 'late_code' | 'late_since' | 'late_message'>

/** The columns that say why it is late; beginning and end of that are steps. */
export function lateNow(
  row: RequestRow,
  followed: Followed,
  late: Late | null,
  view: View,
  now: Date,
  steps: NewStep[],
): LateColumns {
  const was = followed.late
  if (!late) {
    if (was) steps.push({ step: 'on-time', key: `on-time:${was.code}:${was.about}`, at: now, source: view.service })
    followed.late = null
    return { late_code: null, late_since: null, late_message: null }
  }
  const { code, about, message } = late
  const isSame = was?.code === code && was.about === about && row.late_since !== null
  if (!isSame) {
    const detail = { code, reason: message, service: view.title }
    steps.push({ step: 'late', key: `late:${code}:${about}`, at: now, source: view.service, detail })
  }
  followed.late = { code, about }
  return { late_code: code, late_since: isSame ? row.late_since : late.since, late_message: message.slice(0, 500) }
}

function detailOf(of: Omit<Happened, 'kind' | 'downloadId' | 'at'>): StepDetail {
  const { release, indexer, client, quality, sizeBytes, season } = of
  const given = { release, indexer, client, quality, sizeBytes, season }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
}

function seasonsIn(seasons: readonly (number | null)[]): StepDetail {
  const numbers = [...new Set(seasons.filter((season) => season !== null))].toSorted((a, b) => a - b)
  return numbers.length === 0 ? {} : { seasons: numbers }
}

const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value)

/** Whether any of it is not what the row says already. */
export function differs(row: RequestRow, set: Partial<Record<keyof RequestRow, unknown>>): boolean {
  return Object.entries(set).some(([name, value]) => {
    if (name === 'followed') return true
    const stored = row[name as keyof RequestRow]
    const number = name === 'size_bytes' && stored !== null ? Number(stored) : stored
    return plain(value) !== plain(number)
  })
}
