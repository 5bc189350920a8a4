import type { Change, NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { reached } from './decide-followed.ts'
import { followedOf } from './followed.ts'

/** Where something that was asked for is in Plex. */
export interface InPlex {
  ratingKey: string
  playUrl: string
  /** When it came there. */
  at: Date
  /** Of a series: which season came; null where that is not known. */
  season: number | null
}

/** Opens it in Plex. The machine is the server's `machineIdentifier`. */
export const playUrlOf = (machine: string, ratingKey: string): string =>
  `https://app.plex.tv/desktop/#!/server/${machine}/details?key=${encodeURIComponent(`/library/metadata/${ratingKey}`)}`

/** What is over says no longer how far it is, nor that it is late. */
export const SETTLED = {
  percent: null,
  eta_at: null,
  late_code: null,
  late_since: null,
  late_message: null,
  retry_at: null,
} as const

/** The end of being late, where it is. */
export function onTime(row: RequestRow, at: Date, source: string): NewStep[] {
  const { late } = followedOf(row.followed)
  return late && row.late_code !== null
    ? [{ step: 'on-time', key: `on-time:${late.code}:${late.about}`, at, source }]
    : []
}

const FOLLOWED = ['processing', 'partial', 'failed'] as const
const isFollowed = ({ status }: RequestRow): boolean => (FOLLOWED as readonly string[]).includes(status)

/**
 * What it means for a request that Plex has it. Plex's word is enough for a film or an album; of a series it is a step,
 * and how much of it is there is for Seerr to say. Null when nothing is new. What was there before it was asked for came now.
 */
export function decideInPlex(row: RequestRow, found: InPlex, now: Date): Change | null {
  // which of the versions Plex has is nobody's word
  if (row.is4k || !(isFollowed(row) || row.status === 'available')) return null
  const isWhole = row.media_type !== 'tv'
  // a series that was there before tells nothing of the seasons that were asked for
  const isOld = !isWhole && found.at < row.created_at
  if (isOld && row.status === 'processing') return null
  const at = found.at > row.created_at && found.at < now ? found.at : now
  const key = isWhole || found.season === null ? 'in-plex' : `in-plex:season ${found.season}`
  const isNoted = isOld || (reached(row, 'in-plex') && (key === 'in-plex' || row.status === 'available'))
  const step: NewStep = {
    step: 'in-plex',
    key,
    at,
    source: 'plex',
    detail: found.season === null ? {} : { season: found.season, seasons: [found.season] },
  }
  const ends = isWhole && isFollowed(row)
  const place = { rating_key: found.ratingKey, play_url: found.playUrl }
  const isPlaced = row.rating_key === place.rating_key && row.play_url === place.play_url
  if (isNoted && isPlaced && !ends) return null
  return {
    ...(ends ? { status: 'available' as const } : {}),
    set: { ...place, ...(ends ? SETTLED : {}) },
    steps: [...(ends ? onTime(row, at, 'plex') : []), ...(isNoted ? [] : [step])],
  }
}

/** Somebody watched it: only the first time after it came is news. */
export function decideWatched(row: RequestRow, at: Date, by: NewStep['by']): Change | null {
  const isThere = row.rating_key !== null || reached(row, 'imported') || ['partial', 'available'].includes(row.status)
  if (row.is4k || !isThere || reached(row, 'watched') || at < row.created_at) return null
  return { steps: [{ step: 'watched', key: 'watched', at, source: 'plex', by }] }
}

/** How long Plex may take to show what Lidarr has imported; not every house has its music in Plex. */
const PLEX_GRACE_MS = 10 * 60_000

/** Of an album nobody but Lidarr can say that it is there, where Plex does not. */
export function decideByLidarr(row: RequestRow, now: Date): Change | null {
  if (row.media_type !== 'music' || !isFollowed(row) || !reached(row, 'imported')) return null
  const { there } = followedOf(row.followed)
  const isWhole = there?.parts.every((part) => part.there > 0) ?? false
  if (!isWhole || now.getTime() - row.updated_at.getTime() < PLEX_GRACE_MS) return null
  return { status: 'available', set: SETTLED, steps: onTime(row, now, 'lidarr') }
}
