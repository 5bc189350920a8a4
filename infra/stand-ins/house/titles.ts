import { FILMS } from './films.ts'
import { SERIES } from './series.ts'
import { type Stage, type Title, toTitle } from './title.ts'

export type { Stage, Title } from './title.ts'

/** The catalogue of the house: films first, both in the order in which they stand in their lists. */
export const TITLES: readonly Title[] = [...FILMS, ...SERIES].map(toTitle)

/** Throws when the catalogue has no such title. */
export function titleOf(tmdbId: number): Title {
  const found = TITLES.find((title) => title.tmdbId === tmdbId)
  if (!found) throw new Error(`The house has no title ${tmdbId}`)
  return found
}

/** The titles that are special in this way. */
export function titlesAt(stage: Stage): Title[] {
  return TITLES.filter((title) => title.stage === stage)
}
