import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { Availability } from '../../../contracts/media.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { Refused } from '../../../bus/index.ts'
import { keyOf, type Place } from './titles.ts'

export interface Asking {
  call(contract: typeof FindInLibrary, input: InputOf<typeof FindInLibrary>): Promise<AnswerOf<typeof FindInLibrary>>
}

const KINDS = [
  ['movie', 'movie'],
  ['tv', 'show'],
] as const

/**
 * Where films and series are in Plex, of what the person may see there: their addresses by `keyOf`. Nothing is found while
 * nobody can say.
 */
export async function inLibrary(ctx: Asking, places: readonly Place[]): Promise<Map<string, string>> {
  const found = await Promise.all(
    KINDS.map(async ([mediaType, kind]) => {
      const tmdbIds = places.filter((one) => one.mediaType === mediaType).map(({ mediaId }) => Number(mediaId))
      if (tmdbIds.length === 0) return []
      try {
        const { items } = await ctx.call(FindInLibrary, { kind, tmdbIds })
        return items.map(({ tmdbId, playUrl }) => [keyOf({ mediaType, mediaId: String(tmdbId) }), playUrl] as const)
      } catch (error) {
        if (error instanceof Refused) return []
        throw error
      }
    }),
  )
  return new Map(found.flat())
}

/** While Seerr does not say it: a film that is in Plex is there; of a series nobody knows whether all of it is. */
export const atLeast = (known: Availability, mediaType: Place['mediaType'], inPlex: boolean): Availability =>
  !inPlex || known !== 'no' ? known : mediaType === 'tv' ? 'partly' : 'yes'
