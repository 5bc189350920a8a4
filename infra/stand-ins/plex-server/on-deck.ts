import type { Item, Library, Source } from './items.ts'
import { topOf } from './metadata.ts'
import type { View } from './views.ts'

type Seen = ReadonlyMap<number, View>

/** What was begun and not ended, the last first. */
export function continuing(source: Source, views: Seen, libraries: readonly Library[]): Item[] {
  return [...views]
    .filter(([, { viewOffset }]) => viewOffset > 0)
    .toSorted(([, a], [, b]) => b.lastViewedAt - a.lastViewedAt)
    .flatMap(([ratingKey]) => source.item(ratingKey) ?? [])
    .filter(({ section, type }) => type !== 'track' && libraries.some(({ key }) => key === section))
}

/** What was begun, and of each series the episode after the last one watched. */
export function onDeck(source: Source, views: Seen, libraries: readonly Library[]): Item[] {
  const begun = continuing(source, views, libraries)
  const taken = new Set(begun.map((item) => topOf(item, source).ratingKey))
  const watched = [...views]
    .filter(([, { viewCount }]) => viewCount > 0)
    .toSorted(([, a], [, b]) => b.lastViewedAt - a.lastViewedAt)
  const next: Item[] = []
  for (const [ratingKey] of watched) {
    const item = source.item(ratingKey)
    if (item?.type !== 'episode' || !libraries.some(({ key }) => key === item.section)) continue
    const show = topOf(item, source)
    if (taken.has(show.ratingKey)) continue
    taken.add(show.ratingKey)
    const episodes = source.leavesOf(show)
    const later = episodes.slice(episodes.findIndex((episode) => episode.ratingKey === ratingKey) + 1)
    const follows = later.find((episode) => (views.get(episode.ratingKey)?.viewCount ?? 0) === 0)
    if (follows) next.push(follows)
  }
  return [...begun, ...next]
}
