import type { ItemKind } from '../../../contracts/plex-library.ts'
import type { Metadata } from './shapes.ts'

/** What an item's row says, as far as Plex does. */
export interface ItemRow {
  rating_key: string
  section_key: string
  kind: ItemKind
  title: string
  sort_title: string
  letter: string
  parent_key: string | null
  grandparent_key: string | null
  parent_title: string | null
  grandparent_title: string | null
  place: number | null
  parent_place: number | null
  year: number | null
  added_at: string | null
  released: string | null
  duration_ms: number | null
  leaves: number | null
  rating: number | null
  content_rating: string | null
  studio: string | null
  genres: string[]
  thumb: string | null
  art: string | null
  overview: string | null
  tagline: string | null
  tmdb_id: number | null
  tvdb_id: number | null
  imdb_id: string | null
  updated_at: number | null
}

const KINDS: ReadonlySet<string> = new Set<ItemKind>([
  'movie',
  'show',
  'season',
  'episode',
  'artist',
  'album',
  'track',
  'collection',
])
export const isItemKind = (type: string | null): type is ItemKind => type !== null && KINDS.has(type)

/** Null for what has no place in the library: photos, clips, and what has no key. */
export function toItem(item: Metadata, section: string): ItemRow | null {
  const ratingKey = keyOf(item.ratingKey)
  const { type } = item
  if (ratingKey === null || !isItemKind(type)) return null
  const title = item.title ?? `#${item.index ?? ratingKey}`
  const sort_title = sortable(item.titleSort ?? withoutArticle(title))
  return {
    rating_key: ratingKey,
    section_key: section,
    kind: type,
    title,
    sort_title,
    letter: letterOf(sort_title),
    parent_key: keyOf(item.parentRatingKey),
    grandparent_key: keyOf(item.grandparentRatingKey),
    parent_title: item.parentTitle,
    grandparent_title: item.grandparentTitle,
    place: small(item.index),
    parent_place: small(item.parentIndex),
    year: small(item.year),
    added_at: timeOf(item.addedAt),
    released: item.originallyAvailableAt,
    duration_ms: small(item.duration),
    leaves: small(type === 'collection' || type === 'artist' ? item.childCount : (item.leafCount ?? item.childCount)),
    rating: ratingOf(item.rating ?? item.audienceRating),
    content_rating: item.contentRating,
    studio: item.studio,
    genres: item.Genre.flatMap(({ tag }) => tag ?? []),
    thumb: pathOf(item.thumb ?? item.composite),
    art: pathOf(item.art),
    overview: item.summary,
    tagline: item.tagline,
    ...idsOf(item),
    updated_at: item.updatedAt ?? item.addedAt,
  }
}

/** What can stand in an address of ours. */
export const keyOf = (key: string | null): string | null => (key !== null && /^[\w-]{1,64}$/.test(key) ? key : null)

/** Plex's seconds as ISO 8601; null for what is no time of ours. */
export const timeOf = (seconds: number | null): string | null =>
  seconds !== null && seconds < 8_000_000_000 ? new Date(seconds * 1000).toISOString() : null

/** What fits an `int` of the database. */
const small = (value: number | null): number | null => (value !== null && value < 2 ** 31 ? value : null)

const ratingOf = (rating: number | null): number | null =>
  rating !== null && rating >= 0 && rating <= 10 ? rating : null

/** Without what may stand behind a path. */
const pathOf = (path: string | null): string | null => path?.split('?')[0] ?? null

const withoutArticle = (title: string): string => title.replace(/^(the|a|an)\s+/i, '')

/** Letters that are no other letter with an accent, as Plex files them. */
const SPELT: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** In lower case and without accents, so that it can be compared letter by letter. */
export const sortable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[øæœßłđðþı]/g, (letter) => SPELT[letter] ?? letter)
    .trim()
    .slice(0, 300)

/** What a search looks for, with and without the article that titles are filed without. */
export const sought = (text: string): string[] => [...new Set([sortable(text), sortable(withoutArticle(text))])]

const letterOf = (sortTitle: string): string => /^[a-z]/.exec(sortTitle)?.[0].toUpperCase() ?? '#'

interface Ids {
  tmdb_id: number | null
  tvdb_id: number | null
  imdb_id: string | null
}

/** The ids of other catalogues: a list of them, or within the guid that an old agent wrote. */
export function idsOf({ Guid, guid, type }: Pick<Metadata, 'Guid' | 'guid' | 'type'>): Ids {
  const ids: Ids = { tmdb_id: null, tvdb_id: null, imdb_id: null }
  const take = (source: string, id: string): void => {
    if (source === 'imdb' && /^tt\d{1,12}$/.test(id)) ids.imdb_id ??= id
    if (source === 'tmdb' && /^\d{1,9}$/.test(id)) ids.tmdb_id ??= Number(id)
    if (source === 'tvdb' && /^\d{1,9}$/.test(id)) ids.tvdb_id ??= Number(id)
  }
  for (const { id } of Guid) {
    const [, source = '', value = ''] = /^(imdb|tmdb|tvdb):\/\/(.+)$/.exec(id ?? '') ?? []
    take(source, value)
  }
  // of a season or an episode it is the id of the series that stands there
  if (guid === null || (type !== 'movie' && type !== 'show')) return ids
  const [, agent = '', rest = ''] = /^com\.plexapp\.agents\.(\w+):\/\/([^?/]+)/.exec(guid) ?? []
  const source = OLD_AGENTS.get(agent)
  if (source) take(source, rest)
  const [, hama = ''] = /^tvdb\d?-(\d+)/.exec(agent === 'hama' ? rest : '') ?? []
  take('tvdb', hama)
  return ids
}

const OLD_AGENTS: ReadonlyMap<string, string> = new Map([
  ['imdb', 'imdb'],
  ['themoviedb', 'tmdb'],
  ['thetvdb', 'tvdb'],
])
