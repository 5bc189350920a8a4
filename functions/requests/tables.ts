import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { IssueKind } from '../../contracts/media-issues.ts'
import type { LateCode, Stage, Step, StepDetail } from '../../contracts/media-requests.ts'
import type { MediaKind, RequestStatus } from '../../contracts/media.ts'
import type { ApprovalCondition } from '../../contracts/request-rules.ts'

type Json<T> = ColumnType<T, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>

/** What is known of a title, from whoever showed it last. Pictures are TMDB's file names, `/abc.jpg`. */
export interface MediaTable {
  media_type: MediaKind
  /** TMDB's number, or the MusicBrainz id of a release group. */
  media_id: string
  title: string
  artist: string | null
  year: number | null
  release_date: string | null
  overview: string | null
  poster: string | null
  backdrop: string | null
  vote: number | null
  genres: Generated<string[]>
  runtime_minutes: number | null
  tvdb_id: number | null
  /** The last answer with details, as the page shows it. */
  details: OptionalJson<Record<string, unknown>>
  seen_at: Generated<Date>
}

export interface RequestTable {
  id: string
  /** Null until Seerr has it. */
  seerr_id: number | null
  media_type: MediaKind
  media_id: string
  tvdb_id: number | null
  title: string | null
  is4k: Generated<boolean>
  seasons: Generated<number[]>
  status: RequestStatus
  stage: Generated<Stage>
  reason: string | null
  /** `Seerr`, `TMDB`, `Radarr`, …; null while it waits for nobody. */
  waiting_for: string | null
  waiting_since: Date | null
  waiting_reason: string | null
  percent: number | null
  eta_at: Date | null
  size_bytes: ColumnType<string | null, number | null | undefined, number | null>
  late_code: LateCode | null
  late_since: Date | null
  late_message: string | null
  /** Null for somebody who is only known at Seerr. */
  user_id: string | null
  /** As the person was called when it was asked. */
  requested_by: string | null
  seerr_user_id: number | null
  /** Where it was asked. */
  origin: 'portal' | 'seerr'
  /** When Seerr was first asked to take it: from then on it may be there without our knowing. */
  send_begun_at: Date | null
  retries: Generated<number>
  retry_at: Date | null
  /** In Plex: its number there, and the address that opens it. */
  rating_key: string | null
  play_url: string | null
  /** What was last read of it outside, to tell news from repeats. */
  seen: OptionalJson<Record<string, unknown>>
  /** What was seen of it at Radarr or Sonarr, as `follow/followed.ts` reads it. */
  followed: OptionalJson<Record<string, unknown>>
  version: Generated<string>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
export type RequestRow = Selectable<RequestTable>

export interface StepTable {
  request_id: string
  /** What is equal for the same fact: a repeat changes nothing. */
  key: string
  step: Step
  at: Date
  by_user: string | null
  by_name: string | null
  source: string
  detail: Json<StepDetail>
  /** When we heard of it. */
  noted_at: Generated<Date>
}
export type StepRow = Selectable<StepTable>

/** What Seerr has not heard yet, in the order in which it is to be told. */
export interface OutgoingTable {
  position: GeneratedAlways<string>
  id: string
  kind:
    | 'submit'
    | 'approve'
    | 'decline'
    | 'withdraw'
    | 'edit'
    | 'retry'
    | 'open-issue'
    | 'comment-issue'
    | 'resolve-issue'
    | 'reopen-issue'
  request_id: string | null
  issue_id: string | null
  user_id: string | null
  /** JSON, sealed. */
  body: string
  since: Date
  /** From then on it may have arrived without our knowing. */
  begun_at: Date | null
  /** Somebody is at it until then. */
  claimed_until: Date | null
  tries: Generated<number>
  last_error: string | null
}
export type OutgoingRow = Selectable<OutgoingTable>

export interface SeerrUserTable {
  seerr_user_id: number
  user_id: string | null
  plex_id: string | null
  name: string | null
  checked_at: Date
}

/** A system that requests depend on: whether it answers, and how far it was read. */
export interface UpstreamTable {
  /** `seerr`, `radarr`, `sonarr`, `lidarr`, … */
  name: string
  down_since: Date | null
  message: string | null
  up_since: Date | null
  product: string | null
  version: string | null
  /** Everything that changed before was read. */
  watermark: Date | null
  /** When all of it was read last. */
  whole_at: Date | null
  checked_at: Date | null
  state: Generated<Record<string, unknown>>
}

export interface ApprovalRuleTable {
  id: string
  name: string
  enabled: boolean
  condition: Json<ApprovalCondition>
  version: Generated<string>
  created_at: Date
  updated_at: Date
}

export interface RuleApprovalTable {
  request_id: string
  rule_id: string
  /** As it was called then. */
  rule_name: string
  user_id: string | null
  /** When it was asked for: by that, what a rule allows in a week is counted. */
  at: Date
}

export interface IssueTable {
  id: string
  seerr_id: number | null
  kind: IssueKind
  status: 'open' | 'resolved'
  media_type: 'movie' | 'tv'
  media_id: string
  title: string | null
  season: number | null
  episode: number | null
  sealed_message: string
  user_id: string | null
  reported_by: string | null
  version: Generated<string>
  seen: OptionalJson<Record<string, unknown>>
  send_begun_at: Date | null
  created_at: Date
  updated_at: Date
}
export type IssueRow = Selectable<IssueTable>

export interface IssueCommentTable {
  id: string
  issue_id: string
  seerr_id: number | null
  user_id: string | null
  name: string | null
  sealed_message: string
  at: Date
}
