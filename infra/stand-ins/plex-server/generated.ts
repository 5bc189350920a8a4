import { inOrder, type Item, type ItemType, type Library, type Query, type Source } from './items.ts'

/** How large a generated server is. */
export interface Size {
  films: number
  shows: number
  seasonsEach: number
  episodesEach: number
}

/** 20,000 films, and 2,000 series with 100,000 episodes. */
export const LARGE: Size = { films: 20_000, shows: 2_000, seasonsEach: 5, episodesEach: 10 }

/** The libraries that a generated source fills. */
export const GENERATED_LIBRARIES: readonly Library[] = [
  { key: '1', type: 'movie', title: 'Films' },
  { key: '2', type: 'show', title: 'Series' },
]

const BASES = { movie: 1_000_000, show: 2_000_000, season: 3_000_000, episode: 4_000_000 }
type Kind = keyof typeof BASES
/** When the first was added; one more every minute. */
const FIRST = 1_600_000_000
const WORDS = [
  'Amber Arch Basalt Birch Cinder Cobalt Copper Delta Drift Ember Fallow Fjord Garnet Gravel Harbour Heron Indigo Iron',
  'Juniper Kelp Lantern Larch Marble Marsh Nettle Nickel Oaken Ochre Pebble Pewter Quarry Quartz Raven Russet Saffron',
  'Slate Tallow Timber Umber Violet Walnut Willow Yarrow Zephyr',
]
  .join(' ')
  .split(' ')
/** Prime, and more than any divisor of the sizes: the order of addition is another than that of the titles. */
const STEP = 7919

/**
 * A source whose items are computed from their place: nothing is kept. Places are in the order of titles; sorting by
 * title and by the time of addition costs the page only, everything else looks at all of them.
 */
export function generatedSource(size: Size = LARGE): Source {
  const counts: Record<Kind, number> = {
    movie: size.films,
    show: size.shows,
    season: size.shows * size.seasonsEach,
    episode: size.shows * size.seasonsEach * size.episodesEach,
  }
  const ranks = Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, permutation(count)])) as Record<
    Kind,
    ReturnType<typeof permutation>
  >

  const addedAt = (kind: Kind, place: number): number => FIRST + ranks[kind].rankOf(place) * 60

  function at(kind: Kind, place: number): Item {
    const added = addedAt(kind, place)
    const basis = { ratingKey: BASES[kind] + place, type: kind, addedAt: added, updatedAt: added }
    const guid = `plex://${kind}/${basis.ratingKey.toString(16).padStart(24, '0')}`
    const common = { ...basis, guid, section: kind === 'movie' ? '1' : '2' }
    const year = 1950 + (place % 75)
    const about = { year, available: `${year}-0${(place % 9) + 1}-1${place % 10}`, rating: (place % 100) / 10 }
    if (kind === 'movie' || kind === 'show') {
      const title = titleAt(place, counts[kind])
      const tmdb = BASES[kind] + place
      const ids = { imdb: `tt${80_000_000 + tmdb}`, tmdb, ...(kind === 'show' ? { tvdb: tmdb } : {}) }
      const poster = `/generated-${tmdb}.png`
      const item = {
        ...common,
        ...about,
        title,
        ids,
        poster,
        backdrop: poster,
        summary: `${title}, made up by number.`,
      }
      const durationMs = 5_400_000 + (place % 60) * 60_000
      if (kind === 'movie') return { ...item, durationMs, genres: ['Drama'], file: `/media/films/${title}.mkv` }
      return { ...item, genres: ['Drama'], children: size.seasonsEach, leaves: size.seasonsEach * size.episodesEach }
    }
    const each = kind === 'season' ? size.seasonsEach : size.episodesEach
    const parentKind = kind === 'season' ? 'show' : 'season'
    const index = (place % each) + 1
    const held = { ...common, index, parent: BASES[parentKind] + Math.floor(place / each) }
    if (kind === 'season') {
      return { ...held, title: `Season ${index}`, children: size.episodesEach, leaves: size.episodesEach }
    }
    return { ...held, ...about, title: `Episode ${index}`, durationMs: 2_700_000, file: `/media/series/${place}.mkv` }
  }

  function* every(kind: Kind): Iterable<Item> {
    for (let place = 0; place < counts[kind]; place += 1) yield at(kind, place)
  }

  const below = (kind: Kind, parent: number, each: number): Item[] =>
    Array.from({ length: each }, (_, place) => at(kind, parent * each + place))

  function childrenOf({ type, ratingKey }: Item): Item[] {
    if (type === 'show') return below('season', ratingKey - BASES.show, size.seasonsEach)
    return type === 'season' ? below('episode', ratingKey - BASES.season, size.episodesEach) : []
  }

  /** The page at once, where the order is that of titles or of addition; undefined otherwise. */
  function computed(
    kind: Kind,
    { start, size: length, order, addedAfter, keep }: Query,
  ): ReturnType<Source['page']> | undefined {
    const [first, ...more] = order
    const byTime = first?.field === 'addedAt'
    const byTitle = first === undefined || first.field === 'titleSort'
    if (keep || more.length > 0 || !(byTime || (byTitle && addedAfter === undefined))) return undefined
    const from = addedAfter === undefined ? 0 : Math.max(0, Math.floor((addedAfter - FIRST) / 60) + 1)
    const total = Math.max(0, counts[kind] - from)
    const items: Item[] = []
    for (let place = start; place < Math.min(total, start + length); place += 1) {
      const rank = first?.descending ? counts[kind] - 1 - place : from + place
      items.push(at(kind, byTime ? ranks[kind].placeOf(rank) : rank))
    }
    return { total, items }
  }

  return {
    item(ratingKey) {
      const kind = kindOf(ratingKey)
      if (!kind) return undefined
      const place = ratingKey - BASES[kind]
      return place < counts[kind] ? at(kind, place) : undefined
    },
    childrenOf,
    leavesOf: (item) => (item.type === 'show' ? childrenOf(item).flatMap(childrenOf) : childrenOf(item)),
    page(query) {
      const { section, type, start, addedAfter = -1, keep = () => true } = query
      if (!isKind(type) || (type === 'movie') !== (section === '1')) return { total: 0, items: [] }
      const page = computed(type, query)
      if (page) return page
      const fits = [...every(type)].filter((item) => item.addedAt > addedAfter && keep(item))
      return { total: fits.length, items: inOrder(fits, query).slice(start, start + query.size) }
    },
  }
}

const isKind = (type: ItemType): type is Kind => Object.hasOwn(BASES, type)

function kindOf(ratingKey: number): Kind | undefined {
  return (Object.keys(BASES) as Kind[]).findLast((kind) => ratingKey >= BASES[kind])
}

/** Titles in alphabetical order by their place. */
function titleAt(place: number, count: number): string {
  const each = Math.ceil(count / WORDS.length)
  return `${WORDS[Math.floor(place / each)]} ${String((place % each) + 1).padStart(4, '0')}`
}

/** Another order of 0 to count - 1, both ways. */
function permutation(count: number) {
  let step = STEP
  while (divisor(step, count) !== 1) step += 2
  const back = inverse(step % count, count)
  const times = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) % BigInt(count))
  return { rankOf: (place: number) => times(place, step), placeOf: (rank: number) => times(rank, back) }
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** What `of` is multiplied by to leave 1. */
function inverse(of: number, count: number): number {
  let [before, now] = [count, of]
  let [x, y] = [0, 1]
  while (now > 1) {
    const times = Math.floor(before / now)
    ;[before, now] = [now, before - times * now]
    ;[x, y] = [y, x - times * y]
  }
  return y < 0 ? y + count : y
}
