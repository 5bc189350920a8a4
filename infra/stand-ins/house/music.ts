/** An album of the made-up catalogue. Numbers are MusicBrainz's: an album is a release group there. */
export interface Album {
  /** MBID of the release group. */
  id: string
  title: string
  artist: { id: string; name: string }
  /** ISO 8601 date of the first release. */
  released: string
  type: 'Album' | 'EP' | 'Single'
  tracks: number
  genres: string[]
}

interface ArtistRow {
  name: string
  genre: string
  albums: [title: string, released: string, tracks: number, type?: Album['type']][]
}

const ROWS: ArtistRow[] = [
  {
    name: 'Marlow & the Tidewrights',
    genre: 'folk',
    albums: [
      ['Songs for a Drowned Bell', '2014-03-21', 11],
      ['The Keeper of Lamps', '2018-10-05', 12],
      ['Harbour Demos', '2012-06-01', 5, 'EP'],
    ],
  },
  {
    name: 'Octave Nine',
    genre: 'electronic',
    albums: [
      ['Static Gardens', '2019-02-15', 9],
      ['Wärmelehre', '2022-09-30', 10],
      ['Signal / Noise', '2023-01-13', 2, 'Single'],
    ],
  },
  {
    name: 'The Paper Parliament',
    genre: 'rock',
    albums: [
      ['Motion Carried', '2007-05-11', 13],
      ['Second Reading', '2010-11-19', 12],
    ],
  },
  { name: 'Ida Vellum Quartet', genre: 'jazz', albums: [['Small Hours, Large Rooms', '1998-04-03', 8]] },
  {
    name: 'Grubenchor Salzmund',
    genre: 'classical',
    albums: [['Unter Tage, "Live" (1987) & später', '1988-12-01', 14]],
  },
]

/** Numbers follow from the place in the list, in the form of a UUID. */
const mbid = (kind: number, number: number) =>
  `0a0a0a0a-${String(kind).padStart(4, '0')}-4000-8000-${String(number).padStart(12, '0')}`

export const ALBUMS: readonly Album[] = ROWS.flatMap(({ name, genre, albums }, artist) =>
  albums.map(([title, released, tracks, type = 'Album'], index) => ({
    id: mbid(2, artist * 10 + index + 1),
    title,
    artist: { id: mbid(1, artist + 1), name },
    released,
    type,
    tracks,
    genres: [genre],
  })),
)
