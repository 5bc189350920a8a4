import type { Kysely } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { MediaKind } from '../../../contracts/media.ts'
import type { GetConnection } from '../../../contracts/services.ts'
import type { GetStandings } from '../../../contracts/standing.ts'
import type { RequestTables } from '../domain.ts'
import type { Patience } from '../seerr/media.ts'
import type { User } from '../seerr/shapes.ts'
import type { IssueRow, OutgoingRow, RequestRow } from '../tables.ts'
import type { TitleFound } from '../truth/titles.ts'
import type { UpstreamName } from '../upstream.ts'
import type { NewTitle } from '../media/titles.ts'
import { atLidarr } from './at-lidarr.ts'
import { atSeerr } from './at-seerr.ts'
import type { Outcome } from './outcome.ts'

/** What is to be told, and what it is about. */
export interface Job {
  id: string
  kind: OutgoingRow['kind']
  /** When it was begun before, and may have arrived; null the first time. */
  begunAt: Date | null
  body: Body
  /** Who does it. */
  userId: string | null
  request: RequestRow | null
  issue: IssueRow | null
}

/** What is told besides what the rows say; kept sealed. */
export interface Body {
  at?: string
  seasons?: number[] | 'all'
  reason?: string
  /** An admin or a rule does it, with the rights of Seerr's owner. */
  asOwner?: boolean
  /** An admin does it, as themselves where Seerr lets them. */
  isAdmin?: boolean
  /** Of an issue: the row of the comment, and what it says. */
  commentId?: string
  message?: string
}

export interface Performed {
  outcome: Outcome
  /** What was learned on the way. */
  title?: TitleFound | undefined
  /** The same of an album. */
  album?: NewTitle | undefined
  match?: { userId: string; user: User } | undefined
}

/** What a destination needs of the function that runs it. */
export interface Errand {
  readonly db: Kysely<RequestTables>
  call<C extends typeof GetConnection | typeof GetStandings>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  open(sealed: string): string
}

export interface Link {
  perform(job: Job, patience: Patience): Promise<Performed>
  /** Whether it answers; throws `OutsideError`. */
  probe(patience: Patience): Promise<unknown>
}

/** Where requests go, and in whose queue they wait: one that is away holds up no other. */
export interface Destination {
  service: 'Seerr' | 'Lidarr'
  upstream: UpstreamName
  /** Where somebody decides on what is asked for: what waits for that is told there, or stays here until then. */
  decides: 'there' | 'here'
  /** For whoever asks and is no admin, where it is not connected. */
  absent: string
  /** The way there as it is connected now; a sentence for an admin where there is none. */
  connect(errand: Errand): Promise<Link | { missing: string }>
}

/** THE place that says who takes which kind of request. */
export const DESTINATIONS: Readonly<Record<MediaKind, Destination>> = {
  movie: atSeerr,
  tv: atSeerr,
  music: atLidarr,
}

/** Each one once. */
export const ALL_DESTINATIONS: readonly Destination[] = [...new Set(Object.values(DESTINATIONS))]

/** The kinds of media whose requests a destination takes. */
export const kindsOf = (destination: Destination): MediaKind[] =>
  (Object.keys(DESTINATIONS) as MediaKind[]).filter((kind) => DESTINATIONS[kind] === destination)
