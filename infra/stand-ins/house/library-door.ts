import type { Title } from './titles.ts'

/** What the house does to a media server: the only thing it knows of it. */
export interface LibraryDoor {
  /**
   * Puts a film, or these seasons of a series (all but the specials when none are named), into the library that fits,
   * and tells by webhook (`library.new`) when the server is set up to. Twice is once.
   */
  add(title: Title, seasons?: number[]): Promise<{ ratingKey: string }>
  /** Whether it is there; of a series, whether all of these seasons are. */
  has(title: Title, seasons?: number[]): boolean
}

/** A library that holds things in memory and tells nobody, for tests without a media server. */
export function memoryLibrary(): LibraryDoor {
  const held = new Map<number, { ratingKey: string; seasons: Set<number> }>()
  return {
    add(title, seasons = regularSeasons(title)) {
      const entry = held.get(title.tmdbId) ?? { ratingKey: String(1000 + held.size), seasons: new Set<number>() }
      for (const season of seasons) entry.seasons.add(season)
      held.set(title.tmdbId, entry)
      return Promise.resolve({ ratingKey: entry.ratingKey })
    },
    has(title, seasons = []) {
      const entry = held.get(title.tmdbId)
      return entry !== undefined && seasons.every((season) => entry.seasons.has(season))
    },
  }
}

/** The numbers of a series' seasons without the specials; none for a film. */
export function regularSeasons({ seasons = [] }: Title): number[] {
  return seasons.map(({ number }) => number).filter((number) => number > 0)
}
