import { type Kysely, sql, type SqlBool, type RawBuilder } from 'kysely'
import type { Role } from '../../../contracts/auth.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { RequestStatus } from '../../../contracts/media.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import type { RequestTables } from '../domain.ts'
import type { MediaTable, RequestRow } from '../tables.ts'
import type { Asked } from './fits.ts'

/** A request as rules look at it, and as a person is shown it. */
export interface Candidate extends Asked {
  title: string | null
  requestedBy: string
  status: RequestStatus
  /** Of its title; false while only a list told of it. */
  hasDetails: boolean
}

type Row = Pick<
  RequestRow,
  'id' | 'media_type' | 'is4k' | 'user_id' | 'requested_by' | 'status' | 'created_at' | 'title'
> &
  Pick<MediaTable, 'year' | 'vote' | 'runtime_minutes'> & {
    genres: string[] | null
    seasons: number[]
    has_details: boolean
  }

/** Requests in the order in which they were asked, each as it was then: seasons that were changed later count as asked. */
export async function candidates(db: Kysely<RequestTables>, which: RawBuilder<SqlBool>): Promise<Candidate[]> {
  const { rows } = await sql<Row>`
    select request.id, request.media_type, request.is4k, request.user_id, request.requested_by, request.status,
      request.created_at, coalesce(request.title, media.title) as title, media.year, media.vote,
      media.runtime_minutes, media.genres, media.details is not null as has_details,
      coalesce(
        (select array(select jsonb_array_elements_text(asked.detail -> 'seasons')::int)
          from step asked where asked.request_id = request.id and asked.step = 'asked' and asked.detail ? 'seasons'
          order by asked.at limit 1),
        request.seasons) as seasons
    from request left join media on media.media_type = request.media_type and media.media_id = request.media_id
    where ${which} order by request.created_at, request.id`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    at: row.created_at,
    mediaType: row.media_type,
    is4k: row.is4k,
    userId: row.user_id,
    role: null,
    seasons: row.seasons.length,
    year: row.year,
    vote: row.vote,
    runtimeMinutes: row.runtime_minutes,
    // a list of search results has none, which is not the same as a title without any
    genres: row.genres && (row.genres.length > 0 || row.has_details) ? row.genres : null,
    title: row.title,
    requestedBy: row.requested_by ?? 'Somebody',
    status: row.status,
    hasDetails: row.has_details,
  }))
}

type Call = (
  contract: typeof GetStandings,
  input: InputOf<typeof GetStandings>,
) => Promise<AnswerOf<typeof GetStandings>>

const AT_ONCE = 200

/** The same with what the people are today; nobody keeps what they were. */
export async function withRoles(found: readonly Candidate[], call: Call): Promise<Candidate[]> {
  const ids = [...new Set(found.flatMap(({ userId }) => userId ?? []))]
  const roles = new Map<string, Role>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const { items } = await call(GetStandings, { userIds: ids.slice(from, from + AT_ONCE) })
    for (const { userId, role } of items) roles.set(userId, role)
  }
  return found.map((one) => ({ ...one, role: one.userId === null ? null : (roles.get(one.userId) ?? null) }))
}
