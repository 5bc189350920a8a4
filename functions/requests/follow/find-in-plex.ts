import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { FindAlbums, FindInLibrary } from '../../../contracts/plex-library.ts'
import { Refused } from '../../../bus/index.ts'
import type { OpenRow } from './look.ts'
import type { InPlex } from './plex.ts'

const FIND_MOST = 200
const KINDS = [
  ['movie', 'movie'],
  ['tv', 'show'],
] as const

type Find = (kind: 'movie' | 'show', tmdbIds: number[]) => Promise<AnswerOf<typeof FindInLibrary>>

export interface Library {
  titles: Find
  albums(albums: InputOf<typeof FindAlbums>['albums']): Promise<AnswerOf<typeof FindAlbums>>
}

/** Where Plex has what was asked for: its webhooks are lossy, and Seerr looks every few minutes only. */
export async function findInPlex(rows: readonly OpenRow[], library: Library): Promise<Map<string, InPlex>> {
  const found = new Map<string, InPlex>()
  try {
    for (const [mediaType, kind] of KINDS) {
      const own = rows.filter((row) => row.media_type === mediaType && !row.is4k && row.rating_key === null)
      const places = await findAll([...new Set(own.map((row) => Number(row.media_id)))], (ids) =>
        library.titles(kind, ids),
      )
      for (const row of own) {
        const place = places.get(Number(row.media_id))
        if (place) found.set(row.id, place)
      }
    }
    // an album is known there by what it is called and whose it is
    const albums = rows.flatMap(({ media_type: type, id, title, title_artist: artist, rating_key: place }) =>
      type === 'music' && place === null && title !== null && artist !== null ? [{ key: id, title, artist }] : [],
    )
    for (let from = 0; from < albums.length; from += FIND_MOST) {
      const { items } = await library.albums(albums.slice(from, from + FIND_MOST))
      for (const { key, ...place } of items) found.set(key, placeOf(place))
    }
  } catch (error) {
    // no Plex here, or it cannot be asked now: its webhooks and Seerr tell as well
    if (!(error instanceof Refused)) throw error
  }
  return found
}

async function findAll(
  ids: readonly number[],
  find: (ids: number[]) => ReturnType<Find>,
): Promise<Map<number, InPlex>> {
  const places = new Map<number, InPlex>()
  for (let from = 0; from < ids.length; from += FIND_MOST) {
    const { items } = await find(ids.slice(from, from + FIND_MOST))
    for (const { tmdbId, ...place } of items) places.set(tmdbId, placeOf(place))
  }
  return places
}

const placeOf = ({ ratingKey, playUrl, addedAt }: { ratingKey: string; playUrl: string; addedAt: string }): InPlex => ({
  ratingKey,
  playUrl,
  at: new Date(addedAt),
  season: null,
})
