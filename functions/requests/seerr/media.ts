import type { Seerr } from './client.ts'
import { Movie, SearchPage, Tv } from './shapes.ts'

/** How long one try may take, and what calls it off. */
export interface Patience {
  signal?: AbortSignal
  timeoutMs?: number
}

/**
 * A film or series with everything about it; null when it answers 500, which it does for an unknown number as well as
 * when it reaches no TMDB (`reachesTmdb` tells them apart). Throws `OutsideError`.
 */
export async function readMovie(seerr: Seerr, tmdbId: number, patience: Patience = {}): Promise<Movie | null> {
  const { data, status } = await seerr.call(`/movie/${tmdbId}`, { schema: Movie, expect: UNKNOWN, ...patience })
  return status === 200 && data ? data : null
}

export async function readTv(seerr: Seerr, tmdbId: number, patience: Patience = {}): Promise<Tv | null> {
  const { data, status } = await seerr.call(`/tv/${tmdbId}`, { schema: Tv, expect: UNKNOWN, ...patience })
  return status === 200 && data ? data : null
}

const UNKNOWN = [404, 500]

export type FoundPage = typeof SearchPage._zod.output

/** One page of what fits; nothing at all, with 200, while it reaches no TMDB. Throws `OutsideError`. */
export async function search(seerr: Seerr, query: string, page: number, patience: Patience = {}): Promise<FoundPage> {
  return (await seerr.call('/search', { query: { query, page }, schema: SearchPage, ...patience })).data
}

/** What is trending; 500 while it reaches no TMDB. Throws `OutsideError`. */
export async function trending(seerr: Seerr, page: number, patience: Patience = {}): Promise<FoundPage> {
  return (await seerr.call('/discover/trending', { query: { page }, schema: SearchPage, ...patience })).data
}

/** A title that everybody has, for when nothing was seen here yet: Fight Club. */
const ANY_MOVIE = { mediaType: 'movie', tmdbId: 550 } as const

/**
 * Whether it reaches TMDB now, by a title that it showed before. False also where nothing was ever seen and the one that
 * everybody has is not given either.
 */
export async function reachesTmdb(
  seerr: Seerr,
  seen: { mediaType: 'movie' | 'tv'; tmdbId: number } | null,
  patience: Patience = {},
): Promise<boolean> {
  const { mediaType, tmdbId } = seen ?? ANY_MOVIE
  const read = mediaType === 'movie' ? readMovie : readTv
  return (await read(seerr, tmdbId, patience)) !== null
}
