import type { MediaDetails, Season } from '../../../contracts/media.ts'
import type { RouteInput } from '../../../contracts/http.ts'

/** Seasons that can be asked for: those of which something is missing and that nobody asked for. */
export const missingOf = (seasons: readonly Season[]): number[] =>
  seasons.filter(({ available, requested }) => available !== 'yes' && !requested).map(({ number }) => number)

/** Chosen from the start: all that are missing, but specials, which hardly anybody means. */
export const usualOf = (seasons: readonly Season[]): number[] => missingOf(seasons).filter((number) => number !== 0)

/** Why a title cannot be asked for in this quality; undefined when it can. */
export function askedAlready(details: MediaDetails, is4k: boolean): 'there' | 'running' | 'blocklisted' | undefined {
  const { mediaType, available, available4k, requests, seasons, blocklisted } = details
  if (blocklisted) return 'blocklisted'
  if (mediaType === 'tv' && seasons.length > 0) {
    // the marks of the seasons are those of the ordinary copy
    if (is4k || missingOf(seasons).length > 0) return undefined
    return seasons.every((season) => season.available === 'yes') ? 'there' : 'running'
  }
  if ((is4k ? available4k : available) === 'yes') return 'there'
  const open = requests.some((one) => one.is4k === is4k && OPEN.has(one.status))
  return open ? 'running' : undefined
}
const OPEN = new Set(['waiting', 'pending', 'processing', 'partial', 'failed'])

/** What the portal is asked. */
export function inputOf(
  { mediaType, id }: Pick<MediaDetails, 'mediaType' | 'id'>,
  chosen: readonly number[],
  is4k: boolean,
): RouteInput<'submitRequest'> {
  if (mediaType === 'music') return { mediaType, mbid: String(id) }
  // without any the portal is asked for all of them: nobody knows yet which there are
  const seasons = chosen.length > 0 ? { seasons: chosen.toSorted((a, b) => a - b) } : {}
  return { mediaType, tmdbId: Number(id), is4k, ...seasons }
}
