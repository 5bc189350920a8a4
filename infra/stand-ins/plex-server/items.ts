/** What a library holds. Times are seconds since 1970, as Plex writes them. */
export interface Item {
  ratingKey: number
  type: ItemType
  /** Key of the library that holds it. */
  section: string
  title: string
  titleSort?: string
  summary?: string
  year?: number
  /** The number of a season in its series, of an episode in its season, of a track on its album. */
  index?: number
  /** What holds it: the series of a season, the season of an episode. */
  parent?: number
  addedAt: number
  updatedAt: number
  durationMs?: number
  /** ISO 8601 date of the first release. */
  available?: string
  /** 0 to 10. */
  rating?: number
  studio?: string
  genres?: string[]
  /** `plex://movie/…`, or that of an old agent, which then has no `ids`. */
  guid: string
  ids?: { imdb?: string; tmdb?: number; tvdb?: number }
  /** Of the picture, as TMDB writes a path; none has no picture. */
  poster?: string
  backdrop?: string
  /** How many it holds directly, and how many episodes or tracks in all. */
  children?: number
  leaves?: number
  /** Of a collection. */
  members?: number[]
  /** Where the file lies; what can be played has one. */
  file?: string
}

export type ItemType = 'movie' | 'show' | 'season' | 'episode' | 'artist' | 'album' | 'track' | 'photo' | 'collection'

/** The numbers that stand for the types in a query. */
export const TYPES: ReadonlyMap<string, ItemType> = new Map([
  ['1', 'movie'],
  ['2', 'show'],
  ['3', 'season'],
  ['4', 'episode'],
  ['8', 'artist'],
  ['9', 'album'],
  ['10', 'track'],
  ['13', 'photo'],
  ['18', 'collection'],
])

export interface Library {
  key: string
  type: 'movie' | 'show' | 'artist' | 'photo'
  title: string
  /** Whether it is shared with people for whom nothing else is said; true by default. */
  shared?: boolean
}

/** `field` is one of Plex's sort keys, such as `titleSort` or `addedAt`. */
export interface Order {
  field: string
  descending: boolean
}

export interface Query {
  section: string
  type: ItemType
  start: number
  size: number
  order: readonly Order[]
  /** Only what was added later than this, in seconds since 1970. */
  addedAfter?: number | undefined
  /** What else the filters say; everything by default. */
  keep?: ((item: Item) => boolean) | undefined
  /** What an item is sorted by. */
  valueOf(item: Item, field: string): string | number
}

/** Where a server's items come from: what was put in by hand, or what is computed from its number. */
export interface Source {
  page(query: Query): { total: number; items: Item[] }
  item(ratingKey: number): Item | undefined
  /** Seasons of a series, episodes of a season, albums of an artist, tracks of an album, members of a collection. */
  childrenOf(item: Item): Item[]
  /** Every episode or track below it. */
  leavesOf(item: Item): Item[]
}

const COLLATOR = new Intl.Collator('en')

/** Sorts a page out of items that fit, by the order asked for; the same every time. */
export function inOrder(items: Item[], { order, valueOf }: Pick<Query, 'order' | 'valueOf'>): Item[] {
  const by = (a: Item, b: Item): number => {
    for (const { field, descending } of order) {
      const [left, right] = [valueOf(a, field), valueOf(b, field)]
      const difference =
        typeof left === 'number' && typeof right === 'number'
          ? left - right
          : COLLATOR.compare(String(left), String(right))
      if (difference !== 0) return descending ? -difference : difference
    }
    return a.ratingKey - b.ratingKey
  }
  return items.toSorted(by)
}

/** Without the article, as the media server files it. */
export function sortTitle({ title, titleSort }: Pick<Item, 'title' | 'titleSort'>): string {
  return titleSort ?? title.replace(/^(the|a|an) /i, '')
}
