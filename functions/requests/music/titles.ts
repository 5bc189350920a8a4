import type { MediaDetails } from '../../../contracts/media.ts'
import type { NewTitle } from '../media/titles.ts'
import type { ArrAlbum } from '../arr/albums.ts'
import { artistOf, type ReleaseGroup } from './shapes.ts'

/** `2014-03-21`, `2014-03` and `2014` are dates; null for what is none. */
const dateOf = (said: string | undefined): string | null => /^\d{4}(-\d\d(-\d\d)?)?/.exec(said ?? '')?.[0] ?? null
const yearOf = (date: string | null): number | null => (date === null ? null : Number(date.slice(0, 4)) || null)

/** An album as MusicBrainz tells of it. Its rating is of five, ours of ten. */
export function fromReleaseGroup(album: ReleaseGroup): NewTitle {
  const released = dateOf(album['first-release-date'])
  const { value } = album.rating ?? { value: null }
  return {
    media_type: 'music',
    media_id: album.id,
    title: album.title,
    artist: artistOf(album),
    year: yearOf(released),
    release_date: released,
    overview: album.disambiguation || null,
    vote: value === null ? null : value * 2,
  }
}

/** The same with what only its own page tells. */
export const withDetails = (album: ReleaseGroup, details: object): NewTitle => ({
  ...fromReleaseGroup(album),
  genres: genresOf(album),
  details: JSON.stringify(details),
})

export const genresOf = ({ genres = [] }: ReleaseGroup): string[] => genres.map(({ name }) => name)

/** An album as Lidarr tells of it, for one that nobody looked for here. */
export function fromLidarr(mbid: string, album: ArrAlbum): NewTitle {
  const released = dateOf(album.releaseDate ?? undefined)
  return {
    media_type: 'music',
    media_id: mbid,
    title: album.title ?? mbid,
    artist: album.artist?.artistName ?? null,
    year: yearOf(released),
    release_date: released,
    overview: album.overview || null,
  }
}

/** What an album has not. */
export const NOT_OF_MUSIC = {
  available4k: 'no',
  blocklisted: false,
  originalTitle: null,
  tagline: null,
  runtimeMinutes: null,
  backdropId: null,
  cast: [],
  seasons: [],
  offers4k: false,
  tvdbId: null,
} as const satisfies Partial<MediaDetails>
