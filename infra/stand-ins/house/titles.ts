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

const GENERATED_FROM = 2_000_000

/**
 * A title beyond the catalogue, for tests that need very many: every number from 2,000,000 on is a film that follows
 * from its number, and undefined is what there is below.
 */
export function generatedTitle(mediaType: Title['mediaType'], tmdbId: number): Title | undefined {
  if (mediaType !== 'movie' || tmdbId < GENERATED_FROM) return undefined
  const year = 1950 + (tmdbId % 75)
  return toTitle({
    id: tmdbId,
    title: `Film number ${tmdbId - GENERATED_FROM}`,
    released: `${year}-06-01`,
    genres: 'Drama',
    minutes: 90 + (tmdbId % 60),
    vote: 5 + (tmdbId % 40) / 10,
    overview: 'One of very many.',
  })
}

/** The titles that are special in this way. */
export function titlesAt(stage: Stage): Title[] {
  return TITLES.filter((title) => title.stage === stage)
}
