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

/** TMDB has so many pages of what is trending. */
const TRENDING_PAGES = 500

/**
 * Whether it reaches TMDB now: by some page of what is trending, as Seerr keeps the titles that it showed for hours and
 * gives them as if it did. Throws `OutsideError`.
 */
export async function reachesTmdb(seerr: Seerr, patience: Patience = {}): Promise<boolean> {
  const page = 2 + Math.floor(Math.random() * (TRENDING_PAGES - 1))
  const request = { query: { page }, accept: 'none', expect: [500], ...patience } as const
  return (await seerr.call('/discover/trending', request)).status === 200
}
