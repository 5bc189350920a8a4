import type { MediaDetails, Season } from '../../../contracts/media.ts'
import type { Movie, Tv } from '../seerr/shapes.ts'
import { MEDIA, OVER } from '../seerr/states.ts'
import { posterIdOf } from '../story/record.ts'
import { availabilityOf, type Known, type Marks } from './marks.ts'
import { fromDetails, toBare } from './titles.ts'

const MOST_CAST = 12

/** What is kept of a title, without what differs from person to person. */
export type Kept = Omit<MediaDetails, keyof Marks | 'requests' | 'notice' | 'playUrl'> &
  Pick<Marks, 'available' | 'available4k' | 'blocklisted'>

/** A title as Seerr tells of it. */
export function toKept(mediaType: 'movie' | 'tv', found: Movie | Tv, offers4k: boolean, now: Date): Kept {
  const isMovie = 'title' in found
  const { mediaInfo } = found
  return {
    ...toBare(fromDetails(mediaType, found, {})),
    available: availabilityOf(mediaInfo?.status),
    available4k: availabilityOf(mediaInfo?.status4k),
    blocklisted: mediaInfo?.status === MEDIA.blocklisted || mediaInfo?.status4k === MEDIA.blocklisted,
    originalTitle: (isMovie ? found.originalTitle : found.originalName) ?? null,
    tagline: found.tagline || null,
    releaseDate: (isMovie ? found.releaseDate : found.firstAirDate) || null,
    runtimeMinutes: whole(isMovie ? found.runtime : found.episodeRunTime[0]),
    genres: found.genres.map(({ name }) => name),
    backdropId: posterIdOf(found.backdropPath),
    cast: (found.credits?.cast ?? [])
      .slice(0, MOST_CAST)
      .map(({ name, character }) => ({ name, as: character || null })),
    seasons: isMovie ? [] : seasonsOf(found),
    offers4k,
    tvdbId: found.externalIds?.tvdbId ?? mediaInfo?.tvdbId ?? null,
    asOf: now.toISOString(),
  }
}

const whole = (minutes: number | null | undefined): number | null => (minutes ? Math.round(minutes) : null)

function seasonsOf(found: Tv): Season[] {
  const there = new Map((found.mediaInfo?.seasons ?? []).map((one) => [one.seasonNumber, one.status]))
  const asked = new Set(
    (found.mediaInfo?.requests ?? [])
      .filter(({ status, is4k }) => !is4k && !OVER.includes(status))
      .flatMap(({ seasons }) => seasons.map(({ seasonNumber }) => seasonNumber)),
  )
  return found.seasons.map(({ seasonNumber, name, episodeCount, airDate }) => ({
    number: seasonNumber,
    name: name ?? null,
    episodes: episodeCount ?? null,
    airDate: airDate || null,
    available: availabilityOf(there.get(seasonNumber)),
    requested: asked.has(seasonNumber) && there.get(seasonNumber) !== MEDIA.available,
  }))
}

/** Seasons with those that wait with us and Seerr does not know yet. */
export const withOurs = (seasons: readonly Season[], waiting: ReadonlySet<number>): Season[] =>
  seasons.map((one) => (waiting.has(one.number) && one.available !== 'yes' ? { ...one, requested: true } : one))

/** Every request that the person may see: an admin all, others their own. */
export const visible = (known: readonly Known[], admin: boolean): MediaDetails['requests'] =>
  known.filter(({ mine }) => admin || mine).map(({ id, status, is4k, mine }) => ({ id, status, is4k, mine }))
