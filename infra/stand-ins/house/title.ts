/** A film or a series of the made-up catalogue that all stand-ins of the house share. */
export interface Title {
  mediaType: 'movie' | 'tv'
  tmdbId: number
  /** Of a series. */
  tvdbId?: number
  imdbId: string
  title: string
  year: number
  overview: string
  genres: string[]
  /** Of an episode, for a series. */
  runtimeMinutes: number
  /** 0 to 10. */
  voteAverage: number
  /** Of a series, in order; number 0 holds the specials. */
  seasons?: { number: number; episodes: number }[]
  /** `/house-<tmdbId>.png`, as TMDB writes a path. */
  posterPath: string
  /** `/house-<tmdbId>-wide.png`. */
  backdropPath: string
  /** ISO 8601 date of the first release. */
  released: string
  /** What is special about it; nothing for most. */
  stage?: Stage
}

/** `in-library`: the media server has it from the start; `unreleased`: its date lies ahead; `awkward`: its name tests. */
export type Stage = 'in-library' | 'unreleased' | 'awkward'

/** One line of the catalogue; what is missing follows from it. */
export interface TitleRow {
  id: number
  title: string
  released: string
  genres: string
  minutes: number
  vote: number
  overview: string
  /** Episodes of each season, beginning with season 1; `specials` are season 0. */
  episodes?: number[]
  specials?: number
  stage?: Stage
}

export function toTitle(row: TitleRow): Title {
  const { id, title, released, genres, minutes, vote, overview, episodes, specials, stage } = row
  const seasons = episodes?.map((count, index) => ({ number: index + 1, episodes: count }))
  if (specials !== undefined) seasons?.unshift({ number: 0, episodes: specials })
  return {
    mediaType: episodes ? 'tv' : 'movie',
    tmdbId: id,
    ...(seasons ? { tvdbId: id + 300_000, seasons } : {}),
    imdbId: `tt9${id}`,
    title,
    year: Number(released.slice(0, 4)),
    overview,
    genres: genres.split(', '),
    runtimeMinutes: minutes,
    voteAverage: vote,
    posterPath: `/house-${id}.png`,
    backdropPath: `/house-${id}-wide.png`,
    released,
    ...(stage ? { stage } : {}),
  }
}
