import { type Kysely, type Insertable, type Selectable, sql, type Transaction } from 'kysely'
import type { MediaKind, MediaSummary } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { Movie, SearchResult, Tv } from '../seerr/shapes.ts'
import { posterIdOf } from '../story/record.ts'
import type { MediaTable } from '../tables.ts'

export type TitleRow = Selectable<MediaTable>
export type NewTitle = Insertable<MediaTable> & Pick<TitleRow, 'media_type' | 'media_id'>

/** A title as a list of results tells of it: without genres by name, running time and seasons. */
export function fromResult(result: SearchResult): NewTitle {
  const released = (result.mediaType === 'movie' ? result.releaseDate : result.firstAirDate) || null
  return {
    media_type: result.mediaType,
    media_id: String(result.id),
    title: result.mediaType === 'movie' ? result.title : result.name,
    year: yearOf(released),
    release_date: released,
    overview: result.overview || null,
    poster: result.posterPath ?? null,
    backdrop: result.backdropPath ?? null,
    vote: result.voteAverage ?? null,
    tvdb_id: result.mediaInfo?.tvdbId ?? null,
  }
}

/** A title with what rules ask for. */
export function fromDetails(mediaType: 'movie' | 'tv', found: Movie | Tv, details: object): NewTitle {
  const isMovie = 'title' in found
  const released = (isMovie ? found.releaseDate : found.firstAirDate) || null
  return {
    media_type: mediaType,
    media_id: String(found.id),
    title: isMovie ? found.title : found.name,
    year: yearOf(released),
    release_date: released,
    overview: found.overview || null,
    poster: found.posterPath ?? null,
    backdrop: found.backdropPath ?? null,
    vote: found.voteAverage ?? null,
    genres: found.genres.map(({ name }) => name),
    runtime_minutes: (isMovie ? found.runtime : found.episodeRunTime[0]) || null,
    tvdb_id: found.externalIds?.tvdbId ?? found.mediaInfo?.tvdbId ?? null,
    details: JSON.stringify(details),
  }
}

/** TMDB gives an empty date for what has none yet. */
const yearOf = (released: string | null): number | null => {
  const year = Number(/^(\d{4})-/.exec(released ?? '')?.[1])
  return Number.isInteger(year) && year > 0 ? year : null
}

export interface Place {
  mediaType: MediaKind
  mediaId: string
}
export const keyOf = ({ mediaType, mediaId }: Place): string => `${mediaType} ${mediaId}`

/** Which of the titles were written down today, by `keyOf`. */
export async function writtenToday(db: Kysely<RequestTables>, titles: readonly NewTitle[]): Promise<Set<string>> {
  if (titles.length === 0) return new Set()
  const { rows } = await sql<Place>`
    select media_type as "mediaType", media_id as "mediaId" from media
    where media_id = any(${titles.map((one) => one.media_id)}::text[]) and seen_at > now() - interval '1 day'`.execute(
    db,
  )
  return new Set(rows.map(keyOf))
}

/**
 * Writes titles down. They can be asked for again, so nobody waits for the disk; what only details tell stays as it was
 * where these do not tell it.
 */
export async function remember(tx: Transaction<RequestTables>, titles: readonly NewTitle[]): Promise<void> {
  if (titles.length === 0) return
  await sql`set local synchronous_commit = off`.execute(tx)
  // in one order, so that two who write the same do not wait for each other
  const inOrder = titles.toSorted((a, b) => (keyIn(a) < keyIn(b) ? -1 : 1))
  await tx
    .insertInto('media')
    .values(inOrder)
    .onConflict((oc) =>
      oc.columns(['media_type', 'media_id']).doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        artist: eb.ref('excluded.artist'),
        year: eb.ref('excluded.year'),
        release_date: eb.ref('excluded.release_date'),
        overview: eb.ref('excluded.overview'),
        poster: eb.ref('excluded.poster'),
        backdrop: eb.ref('excluded.backdrop'),
        vote: eb.ref('excluded.vote'),
        tvdb_id: sql`coalesce(excluded.tvdb_id, media.tvdb_id)`,
        ...(inOrder.some(({ details }) => details)
          ? {
              genres: eb.ref('excluded.genres'),
              runtime_minutes: eb.ref('excluded.runtime_minutes'),
              details: eb.ref('excluded.details'),
            }
          : {}),
        seen_at: sql`now()`,
      })),
    )
    .execute()
}
const keyIn = (title: NewTitle): string => `${title.media_type} ${title.media_id}`

/** A title without its marks. */
export type Bare = Omit<MediaSummary, 'available' | 'available4k' | 'request' | 'blocklisted'>

export const toBare = (row: Omit<NewTitle, 'details'>): Bare => ({
  mediaType: row.media_type,
  id: row.media_type === 'music' ? row.media_id : Number(row.media_id),
  title: row.title,
  artist: row.artist ?? null,
  year: row.year ?? null,
  overview: row.overview ?? null,
  posterId: posterIdOf(row.poster),
  vote: row.vote ?? null,
})
