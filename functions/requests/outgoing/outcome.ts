import type { ErrorCode } from '../../../contracts/errors.ts'
import type { Issue, Request } from '../seerr/shapes.ts'

/** Codes that asking, deciding and reporting may end with. */
export type RefusalCode = Extract<
  ErrorCode,
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'INVALID'
  | 'ALREADY_AVAILABLE'
  | 'ALREADY_REQUESTED'
  | 'QUOTA_EXCEEDED'
  | 'NO_SEASONS_LEFT'
  | 'BLOCKLISTED'
  | 'UPSTREAM_FAILED'
>

/** It will not be taken, however often it is told. */
export interface Refusal {
  is: 'refused'
  code: RefusalCode
  /** For the person who asked. */
  message: string
  /** The request at Seerr that stands in the way, and whose it is there. */
  existing?: { seerrId: number; by: number | null }
  /** How it stands at Seerr all the same. */
  request?: Request
}

/** It did not get through, and will be told again. */
export interface Waiting {
  is: 'waiting'
  /** Who did not answer. */
  on: 'Seerr' | 'TMDB' | 'plex.tv' | 'Lidarr' | 'MusicBrainz'
  /** In its own words. */
  reason: string
  /** Whether it may be there all the same. */
  mayHaveArrived: boolean
  /** Whether Seerr itself answered: then it is this one that it cannot take now. */
  answered: boolean
}

export type Outcome =
  | { is: 'done'; request?: Request; issue?: Issue }
  /** Seerr has the request or issue no longer. */
  | { is: 'gone' }
  /** Seerr does not know the user as whom we asked. */
  | { is: 'nobody' }
  | Refusal
  | Waiting

export const refused = (code: RefusalCode, message: string, existing?: Refusal['existing']): Refusal => ({
  is: 'refused',
  code,
  message,
  ...(existing ? { existing } : {}),
})
