import type { DataOf } from '../../../contracts/define.ts'
import type { MediaKind } from '../../../contracts/media.ts'
import type { ItemAdded, ItemWatched } from '../../../contracts/library.ts'

type Item = DataOf<typeof ItemAdded> | DataOf<typeof ItemWatched>

/** Which requests an item of Plex may belong to. */
export interface Matching {
  mediaType: MediaKind
  tmdbId: number | null
  tvdbId: number | null
  /** For what has no id that fits: an episode says those of its own. */
  title: string | null
  year: number | null
  /** Of an album; null where it is not said. */
  artist: string | null
  /** Of a season or an episode. */
  season: number | null
  /** Whether the item is what was asked for itself, and no part of it. */
  isWhole: boolean
}

/** Null for pictures and whatever else nobody asks for. */
export function matchingOf(item: Item): Matching | null {
  const { itemType, title, year, context } = item
  switch (itemType) {
    case 'movie':
      return { mediaType: 'movie', ...idsOf(item), title, year, artist: null, season: null, isWhole: true }
    case 'show':
      return { mediaType: 'tv', ...idsOf(item), title, year, artist: null, season: null, isWhole: true }
    case 'season':
    case 'episode': {
      const [, show = context, number] = /^(.*) · S(\d+)(?:E\d+)?$/.exec(context ?? '') ?? []
      const season = number ?? /(\d+)\s*$/.exec(title ?? '')?.[1]
      const numbered = itemType === 'season' || number !== undefined ? season : undefined
      return {
        mediaType: 'tv',
        // its own ids are an episode's, and nobody asks for one
        tmdbId: item.showTmdbId ?? null,
        tvdbId: null,
        title: show,
        year: null,
        artist: null,
        season: numbered === undefined ? null : Number(numbered),
        isWhole: false,
      }
    }
    case 'album':
      return {
        mediaType: 'music',
        tmdbId: null,
        tvdbId: null,
        title,
        year: null,
        artist: context,
        season: null,
        isWhole: true,
      }
    default:
      return null
  }
}

function idsOf({ externalIds }: Item): Pick<Matching, 'tmdbId' | 'tvdbId'> {
  const of = (source: string): number | null => {
    const found = externalIds.find((id) => id.startsWith(`${source}://`))
    const number = Number(found?.slice(source.length + 3))
    return found !== undefined && Number.isSafeInteger(number) && number > 0 ? number : null
  }
  return { tmdbId: of('tmdb'), tvdbId: of('tvdb') }
}
