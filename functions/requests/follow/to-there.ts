import { type ArrAlbum, availabilityOf } from '../arr/albums.ts'
import type { Movie, Series } from '../arr/shapes.ts'
import type { Part, There } from './followed.ts'

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null

type Release = readonly [words: string, at: Date | null]

/** What comes out when, for whoever waits for it: by what it takes to be out for Radarr. */
function releaseOf(movie: Movie): There['release'] {
  if (movie.isAvailable !== false) return null
  const { inCinemas, digitalRelease, physicalRelease, minimumAvailability } = movie
  const cinema: Release = ['the cinema release', inCinemas]
  const digital: Release = ['the digital release', digitalRelease]
  const physical: Release = ['the physical release', physicalRelease]
  const order = minimumAvailability === 'incinemas' ? [cinema, digital, physical] : [digital, physical, cinema]
  const known = order.find(([, at]) => at !== null)
  return { at: iso(known?.[1]), words: known?.[0] ?? 'it' }
}

export function movieThere(movie: Movie, url: string): There {
  const monitored = movie.monitored ?? true
  return {
    url,
    id: movie.id,
    addedAt: iso(movie.added),
    monitored,
    path: movie.path,
    release: releaseOf(movie),
    parts: [{ season: null, monitored, wanted: 1, there: movie.hasFile ? 1 : 0, nextAt: null }],
  }
}

/** An album is there when all of its tracks are. */
export function albumThere(album: ArrAlbum & { id: number }, url: string, now: Date): There {
  const { releaseDate, artist } = album
  const monitored = album.monitored ?? true
  const out = releaseDate ? new Date(releaseDate) : null
  const isAhead = out !== null && out > now
  return {
    url,
    id: album.id,
    // when the album was added it does not say, and its artist may be older
    addedAt: null,
    monitored,
    path: artist?.path ?? null,
    release: isAhead ? { at: iso(out), words: 'the album' } : null,
    parts: [{ season: null, monitored, wanted: 1, there: availabilityOf(album) === 'yes' ? 1 : 0, nextAt: null }],
  }
}

/** Only the seasons that were asked for; without any named all but the specials. */
export function seriesThere(series: Series, asked: readonly number[], url: string): There {
  const isAsked = (season: number): boolean => (asked.length === 0 ? season > 0 : asked.includes(season))
  const parts = series.seasons
    .filter(({ seasonNumber }) => isAsked(seasonNumber))
    .map(({ seasonNumber, monitored, statistics }): Part => {
      const { episodeCount, totalEpisodeCount, episodeFileCount, nextAiring } = statistics ?? {}
      const isMonitored = monitored ?? true
      // nothing of what it does not look for counts as wanted there
      const wanted = (isMonitored ? episodeCount : totalEpisodeCount) ?? 0
      return {
        season: seasonNumber,
        monitored: isMonitored,
        wanted,
        there: episodeFileCount ?? 0,
        nextAt: iso(nextAiring),
      }
    })
  return {
    url,
    id: series.id,
    addedAt: iso(series.added),
    monitored: series.monitored ?? true,
    path: series.path,
    release: null,
    parts,
  }
}
