import type { Album } from '../house/music.ts'
import type { Item, Library } from './items.ts'
import type { Shelves } from './shelves.ts'

const ARTISTS = [
  { name: 'The Tin Herons', albums: [{ title: 'Rooftops, Vol. 1', year: 2019, tracks: 9 }] },
  {
    name: 'Øre & Søn',
    albums: [
      { title: 'Kelp', year: 2014, tracks: 7 },
      { title: 'Low Water', year: 2022, tracks: 11 },
    ],
  },
]

/** Invented music and photographs, for libraries of those kinds: what somebody who browses films must not meet. */
export function fillOtherMedia(shelves: Shelves, libraries: readonly Library[], addedAt: number): void {
  for (const { key: section, type } of libraries) {
    if (type === 'artist') for (const artist of ARTISTS) addArtist(shelves, section, artist, addedAt)
    if (type !== 'photo') continue
    for (let number = 1; number <= 12; number += 1) {
      const file = `/media/photos/IMG_${String(number).padStart(4, '0')}.jpg`
      shelves.put({ type: 'photo', section, title: `IMG_${number}`, addedAt, index: number, file, year: 2023 })
    }
  }
}

/** An album of the catalogue with its artist, into the first library for music; gives it, or null when it is there. */
export function addAlbum(shelves: Shelves, libraries: readonly Library[], album: Album): Item | null {
  const section = libraries.find(({ type }) => type === 'artist')?.key
  if (section === undefined) return null
  const named = (type: 'artist' | 'album', title: string, parent?: number): Item | undefined =>
    shelves.find((item) => item.type === type && item.title === title && item.parent === parent)
  const addedAt = Math.floor(Date.now() / 1000)
  const { title, artist, tracks, genres, released } = album
  const whose =
    named('artist', artist.name) ??
    shelves.put({ type: 'artist', section, title: artist.name, addedAt, index: 1, genres })
  if (named('album', title, whose.ratingKey)) return null
  const year = Number(released.slice(0, 4))
  const put = shelves.put({ type: 'album', section, title, year, index: 1, addedAt, parent: whose.ratingKey, genres })
  for (let index = 1; index <= tracks; index += 1) {
    const file = `/media/music/${artist.name}/${title}/${index}.flac`
    const place = { index, parent: put.ratingKey, durationMs: 180_000 + index * 7_000, file }
    shelves.put({ type: 'track', section, title: `${title}, part ${index}`, addedAt, ...place })
  }
  shelves.count(put)
  return put
}

function addArtist(shelves: Shelves, section: string, { name, albums }: (typeof ARTISTS)[number], addedAt: number) {
  const artist = shelves.put({ type: 'artist', section, title: name, addedAt, index: 1, genres: ['Folk'] })
  for (const { title, year, tracks } of albums) {
    const album = shelves.put({ type: 'album', section, title, year, index: 1, addedAt, parent: artist.ratingKey })
    for (let index = 1; index <= tracks; index += 1) {
      const file = `/media/music/${name}/${title}/${index}.flac`
      const place = { index, parent: album.ratingKey, durationMs: 180_000 + index * 7_000, file }
      shelves.put({ type: 'track', section, title: `${title}, part ${index}`, addedAt, ...place })
    }
    shelves.count(album)
  }
}
