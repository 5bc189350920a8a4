import { type Kysely, sql } from 'kysely'
import { OPEN_STATUSES } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { RequestRow } from '../tables.ts'
import type { Matching } from './match-plex.ts'

const MOST = 50
const THERE = ['available', ...OPEN_STATUSES] as const

/** The requests that an item of Plex may belong to: by its ids, else by title (with the year of a film, whose album). */
export async function matchingRows(db: Kysely<RequestTables>, matching: Matching): Promise<RequestRow[]> {
  const { mediaType, tmdbId, tvdbId, title, year, artist, season } = matching
  const base = db
    .selectFrom('request')
    .selectAll()
    .where('media_type', '=', mediaType)
    .where('status', 'in', THERE)
    .where('is4k', '=', false)
    .limit(MOST)
  const fits = (rows: RequestRow[]): RequestRow[] =>
    season === null ? rows : rows.filter(({ seasons }) => seasons.length === 0 || seasons.includes(season))
  if (tmdbId !== null) return fits(await base.where('media_id', '=', String(tmdbId)).execute())
  if (tvdbId !== null) {
    const rows = await base.where('tvdb_id', '=', tvdbId).execute()
    if (rows.length > 0) return fits(rows)
  }
  if (title === null) return []
  const named = await base
    // as the index of the list has it
    .where(sql`left(lower(coalesce(title, '')), 60)`, '=', sql`left(lower(${title}), 60)`)
    .where(sql`lower(title)`, '=', title.toLowerCase())
    .execute()
  const isTold = mediaType === 'movie' ? year !== null : mediaType === 'music'
  if (!isTold || named.length === 0) return fits(named)
  const titles = await db
    .selectFrom('media')
    .select(['media_id', 'year', 'artist'])
    .where('media_type', '=', mediaType)
    .where(
      'media_id',
      'in',
      named.map((row) => row.media_id),
    )
    .execute()
  // a film without a year is none that can be told from its remake, nor an album from another's of the same name
  const isIt = (one: (typeof titles)[number]): boolean =>
    mediaType === 'movie' ? one.year === year : artist !== null && one.artist?.toLowerCase() === artist.toLowerCase()
  return named.filter((row) => titles.some((one) => one.media_id === row.media_id && isIt(one)))
}
