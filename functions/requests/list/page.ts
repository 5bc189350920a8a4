import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type MediaKind, REQUEST_STATUSES, type RequestStatus } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { Title } from '../story/record.ts'
import type { RequestRow } from '../tables.ts'
import type { Order, Place, Sort } from './cursor.ts'

export interface Wanted {
  /** Null is everybody's. */
  userId: string | null
  types: readonly MediaKind[]
  statuses: readonly RequestStatus[]
  /** Part of the title, whatever its case. */
  search: string | undefined
  sort: Sort
  order: Order
  after: Place | undefined
  limit: number
}

export interface Found {
  row: RequestRow
  title: Title
  place: Place
}

/** What an index holds for each sort; a title by its beginning, so that a cursor stays short. */
const KEYS: Record<Sort, RawBuilder<unknown>> = {
  added: sql`request.created_at`,
  modified: sql`request.updated_at`,
  title: sql`left(request.title_key, 60)`,
}
const MICROSECONDS = sql`to_char(page.key at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`

/**
 * A page of requests, read from where the last one ended. Each pair of kind and status is a stretch of one index that is
 * sorted already: a page takes the first rows of each and the first of all those, so that it costs the same at any place,
 * under any filter, however many there are.
 */
export async function readPage(db: Kysely<RequestTables>, wanted: Wanted): Promise<Found[]> {
  const { userId, types, statuses, search, sort, order, after, limit } = wanted
  const key = KEYS[sort]
  const towards = sql.raw(order)
  const beyond = sql.raw(order === 'asc' ? '>' : '<')
  const value = after && (sort === 'title' ? sql`${after.value}` : sql`${after.value}::timestamptz`)
  const where = [
    sql`request.media_type = kind.media_type`,
    sql`request.status = standing.status`,
    ...(userId === null ? [] : [sql`request.user_id = ${userId}`]),
    ...(after ? [sql`(${key}, request.id) ${beyond} (${value}, ${after.id}::uuid)`] : []),
    ...(search === undefined ? [] : [sql`request.title_key like ${containing(search)}`]),
  ]
  const { rows } = await sql<
    RequestRow & Record<'place' | 'm_title' | 'm_artist' | 'm_poster', string | null> & { m_year: number | null }
  >`
    select request.*, ${sort === 'title' ? sql`page.key` : MICROSECONDS} as place,
      media.title as m_title, media.artist as m_artist, media.year as m_year, media.poster as m_poster
    from (
      select first.id, first.key
      from unnest(${[...types]}::text[]) kind (media_type), unnest(${[...statuses]}::text[]) standing (status),
        lateral (
          select request.id, ${key} as key from request where ${sql.join(where, sql` and `)}
          order by ${key} ${towards}, request.id ${towards} limit ${limit}) first
      order by first.key ${towards}, first.id ${towards} limit ${limit}) page
    join request on request.id = page.id
    left join media on media.media_type = request.media_type and media.media_id = request.media_id
    order by page.key ${towards}, page.id ${towards}`.execute(db)
  return rows.map(({ place, m_title, m_artist, m_year, m_poster, ...row }) => ({
    row,
    title: m_title === null ? undefined : { title: m_title, artist: m_artist, year: m_year, poster: m_poster },
    place: { value: place ?? '', id: row.id },
  }))
}

export const ALL_STATUSES: readonly RequestStatus[] = REQUEST_STATUSES

const containing = (text: string): string => `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
