import type { Kysely, Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import { type Patience, readMovie, readTv } from '../seerr/media.ts'

export interface Place {
  mediaType: 'movie' | 'tv'
  tmdbId: number
}

/** What is asked of TMDB through Seerr for a title that was never seen here. */
export interface TitleFound extends Place {
  title: string
  releaseDate: string | null
  overview: string | null
  poster: string | null
  backdrop: string | null
  vote: number | null
  genres: string[]
  tvdbId: number | null
}

/** Answers of the last minutes: several facts about a new title come at the same moment. */
const asked = new Map<string, Promise<TitleFound | null>>()
const MOST_KEPT = 200

export const placeKey = ({ mediaType, tmdbId }: Place): string => `${mediaType}-${tmdbId}`

/** The titles that are stored already, by `placeKey`. */
export async function knownTitles(db: Kysely<RequestTables>, places: readonly Place[]): Promise<Map<string, string>> {
  if (places.length === 0) return new Map()
  const rows = await db
    .selectFrom('media')
    .select(['media_type', 'media_id', 'title'])
    .where('media_id', 'in', [...new Set(places.map(({ tmdbId }) => String(tmdbId)))])
    .where('media_type', '!=', 'music')
    .execute()
  return new Map(rows.map((row) => [`${row.media_type}-${row.media_id}`, row.title]))
}

/** Reads a title, once however many ask; null when Seerr or TMDB cannot tell. */
export function readTitle(seerr: Seerr, place: Place, patience: Patience): Promise<TitleFound | null> {
  const key = `${seerr.origin} ${placeKey(place)}`
  const before = asked.get(key)
  if (before) return before
  const asking = read(seerr, place, patience).catch(() => null)
  asked.set(key, asking)
  // what could not be told is asked again the next time
  void asking.then((found) => found ?? asked.delete(key))
  for (const old of asked.keys()) {
    if (asked.size <= MOST_KEPT) break
    asked.delete(old)
  }
  return asking
}

async function read(seerr: Seerr, { mediaType, tmdbId }: Place, patience: Patience): Promise<TitleFound | null> {
  const movie = mediaType === 'movie' ? await readMovie(seerr, tmdbId, patience) : null
  const tv = mediaType === 'tv' ? await readTv(seerr, tmdbId, patience) : null
  const found = movie ?? tv
  if (!found) return null
  return {
    mediaType,
    tmdbId,
    title: movie?.title ?? tv?.name ?? '',
    releaseDate: (movie?.releaseDate ?? tv?.firstAirDate) || null,
    overview: found.overview ?? null,
    poster: found.posterPath ?? null,
    backdrop: found.backdropPath ?? null,
    vote: found.voteAverage ?? null,
    genres: found.genres.map(({ name }) => name),
    tvdbId: found.externalIds?.tvdbId ?? found.mediaInfo?.tvdbId ?? null,
  }
}

/** Keeps titles; what is known already stays. */
export async function keepTitles(tx: Transaction<RequestTables>, titles: readonly TitleFound[]): Promise<void> {
  if (titles.length === 0) return
  const values = titles.map((found) => ({
    media_type: found.mediaType,
    media_id: String(found.tmdbId),
    title: found.title,
    year: Number.parseInt(found.releaseDate ?? '', 10) || null,
    release_date: found.releaseDate,
    overview: found.overview,
    poster: found.poster,
    backdrop: found.backdrop,
    vote: found.vote,
    genres: found.genres,
    tvdb_id: found.tvdbId,
  }))
  await tx
    .insertInto('media')
    .values(values)
    .onConflict((oc) => oc.doNothing())
    .execute()
}
