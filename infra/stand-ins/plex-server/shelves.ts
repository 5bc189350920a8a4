import { createHash } from 'node:crypto'
import { regularSeasons } from '../house/library-door.ts'
import type { Title } from '../house/titles.ts'
import { inOrder, type Item, type ItemType, type Library, sortTitle, type Source } from './items.ts'

/** How something is put in. */
export interface AddOptions {
  /** Key of the library; the first that fits by default. */
  section?: string
  /** In seconds since 1970; now by default. */
  addedAt?: number
  /** Matched by one of the old agents: no list of ids, and the id within `guid`. */
  oldAgent?: boolean
}

export type Shelves = ReturnType<typeof createShelves>

/** Items that were put in by hand, kept in memory. */
export function createShelves(libraries: readonly Library[]) {
  const items = new Map<number, Item>()
  /** Kept by kind, so that a list of one kind looks at nothing else. */
  const kinds = new Map<string, Set<number>>()
  const below = new Map<number, number[]>()
  let last = 1000

  function put(item: Omit<Item, 'ratingKey' | 'updatedAt' | 'guid'> & { guid?: string }): Item {
    last += 1
    const guid = item.guid ?? `plex://${item.type}/${madeUp(`${item.type} ${item.title} ${last}`)}`
    const placed: Item = { ...item, ratingKey: last, updatedAt: item.addedAt, guid }
    items.set(last, placed)
    const kind = `${item.section} ${item.type}`
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(last))
    if (item.parent !== undefined) below.set(item.parent, [...(below.get(item.parent) ?? []), last])
    return placed
  }

  const find = (keys: readonly number[]): Item[] => keys.flatMap((key) => items.get(key) ?? [])

  const childrenOf = (item: Item): Item[] =>
    find(item.members ?? below.get(item.ratingKey) ?? []).toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0))

  const leavesOf = (item: Item): Item[] =>
    childrenOf(item).flatMap((child) => (child.file === undefined ? leavesOf(child) : [child]))

  /** Keeps the counts of what holds something right. */
  function count(item: Item | undefined): void {
    if (!item) return
    item.children = childrenOf(item).length
    item.leaves = leavesOf(item).length
    count(item.parent === undefined ? undefined : items.get(item.parent))
  }

  const of = (section: string, type: ItemType): Item[] => find([...(kinds.get(`${section} ${type}`) ?? [])])

  function fitting(type: Library['type'], wanted?: string): string {
    const found = libraries.find((library) => library.type === type && (wanted ?? library.key) === library.key)
    if (!found) throw new Error(`The media server has no library for that (${wanted ?? type})`)
    return found.key
  }

  const titled = (title: Title, section: string) =>
    [...items.values()].find(
      ({ ids, type, section: at, guid }) =>
        at === section &&
        (type === 'movie' || type === 'show') &&
        (ids?.tmdb === title.tmdbId || guid.includes(`://${title.imdbId}?`)),
    )

  function common(title: Title, { addedAt = now(), oldAgent = false }: AddOptions) {
    return {
      title: title.title,
      titleSort: sortTitle(title),
      summary: title.overview,
      year: title.year,
      addedAt,
      durationMs: title.runtimeMinutes * 60_000,
      available: title.released,
      rating: title.voteAverage,
      studio: 'Invented Pictures',
      genres: title.genres,
      poster: title.posterPath,
      backdrop: title.backdropPath,
      ...(oldAgent ? { guid: `com.plexapp.agents.imdb://${title.imdbId}?lang=en` } : { ids: idsOf(title) }),
    }
  }

  function addFilm(title: Title, options: AddOptions): Item[] {
    const section = fitting('movie', options.section)
    const known = titled(title, section)
    if (known) return []
    const file = `/media/films/${title.title} (${title.year})/${title.title} (${title.year}).mkv`
    return [put({ ...common(title, options), type: 'movie', section, file })]
  }

  function addSeasons(title: Title, numbers: readonly number[], options: AddOptions): Item[] {
    const section = fitting('show', options.section)
    const show = titled(title, section) ?? put({ ...common(title, options), type: 'show', section, index: 1 })
    const fresh: Item[] = []
    for (const { number, episodes } of title.seasons ?? []) {
      const there = childrenOf(show).some(({ index }) => index === number)
      if (!numbers.includes(number) || there) continue
      fresh.push(...addSeason(title, show, number, episodes, options.addedAt ?? now()))
    }
    return fresh
  }

  function addSeason(title: Title, show: Item, number: number, episodes: number, addedAt: number): Item[] {
    const { section, poster, backdrop, durationMs } = show
    const pictures = { ...(poster ? { poster } : {}), ...(backdrop ? { backdrop } : {}) }
    const name = number === 0 ? 'Specials' : `Season ${number}`
    const parent = show.ratingKey
    const season = put({ type: 'season', section, title: name, index: number, parent, addedAt, ...pictures })
    const added = Array.from({ length: episodes }, (_, place) => {
      const code = `S${String(number).padStart(2, '0')}E${String(place + 1).padStart(2, '0')}`
      return put({
        type: 'episode',
        section,
        title: `Episode ${place + 1}`,
        summary: `${code} of ${title.title}.`,
        index: place + 1,
        parent: season.ratingKey,
        addedAt,
        year: title.year,
        durationMs: durationMs ?? 0,
        file: `/media/series/${title.title}/${name}/${title.title} - ${code}.mkv`,
        ...pictures,
      })
    })
    count(season)
    return [season, ...added]
  }

  const source: Source = {
    item: (ratingKey) => items.get(ratingKey),
    childrenOf,
    leavesOf,
    page(query) {
      const { section, type, start, size, addedAfter = -1, keep = () => true } = query
      const fits = of(section, type).filter((item) => item.addedAt > addedAfter && keep(item))
      return { total: fits.length, items: inOrder(fits, query).slice(start, start + size) }
    },
  }

  return {
    source,
    put,
    count,
    find: (fits: (item: Item) => boolean): Item | undefined => [...items.values()].find(fits),
    /** A film, or seasons of a series; gives what was not there before: the film, or the seasons and their episodes. */
    add: (title: Title, seasons = regularSeasons(title), options: AddOptions = {}): Item[] =>
      title.mediaType === 'movie' ? addFilm(title, options) : addSeasons(title, seasons, options),
    titled: (title: Title): Item | undefined =>
      libraries.map(({ key }) => titled(title, key)).find((item) => item !== undefined),
    /** Takes it out with everything below it; true when it was there. */
    remove(ratingKey: number): boolean {
      const item = items.get(ratingKey)
      if (!item) return false
      // what a collection shows stays
      const gone = [item, ...(item.members ? [] : descendants(item))]
      for (const { ratingKey: key, section, type } of gone) {
        items.delete(key)
        kinds.get(`${section} ${type}`)?.delete(key)
        below.delete(key)
      }
      if (item.parent !== undefined) {
        below.set(
          item.parent,
          (below.get(item.parent) ?? []).filter((key) => key !== ratingKey),
        )
        count(items.get(item.parent))
      }
      return true
    },
  }

  function descendants(item: Item): Item[] {
    return childrenOf(item).flatMap((child) => [child, ...descendants(child)])
  }
}

function idsOf({ imdbId, tmdbId, tvdbId }: Title): Item['ids'] {
  return { imdb: imdbId, tmdb: tmdbId, ...(tvdbId === undefined ? {} : { tvdb: tvdbId }) }
}

/** 24 hexadecimal digits, as the guids of Plex have. */
export function madeUp(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
