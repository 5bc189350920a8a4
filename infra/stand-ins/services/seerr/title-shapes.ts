import type { Title } from '../../house/title.ts'
import { mediaShape, mediaWhole } from './shapes.ts'
import { mediaOf, type World } from './world.ts'

/** The numbers of TMDB; a genre that it lacks counts as drama. */
const GENRES: Record<string, number> = {
  Action: 28,
  Adventure: 12,
  Animation: 16,
  Comedy: 35,
  Crime: 80,
  Documentary: 99,
  Drama: 18,
  Family: 10_751,
  Fantasy: 14,
  History: 36,
  Horror: 27,
  Music: 10_402,
  Mystery: 9648,
  Romance: 10_749,
  'Science Fiction': 878,
  Thriller: 53,
  Western: 37,
}
const genreId = (name: string) => GENRES[name] ?? 18

/** A result of a search or a list; `mediaInfo` stands there only when the product knows the title. */
export function resultShape(world: World, title: Title): object {
  const isMovie = title.mediaType === 'movie'
  const media = mediaOf(world, title.mediaType, title.tmdbId)
  return {
    id: title.tmdbId,
    mediaType: title.mediaType,
    ...(isMovie ? { adult: false } : { firstAirDate: title.released }),
    genreIds: title.genres.map(genreId),
    originalLanguage: 'en',
    ...(isMovie ? { originalTitle: title.title } : { name: title.title, originCountry: ['AT'] }),
    overview: title.overview,
    popularity: 50.5,
    ...(isMovie ? { releaseDate: title.released, title: title.title, video: false } : { originalName: title.title }),
    voteAverage: title.voteAverage,
    voteCount: title.voteAverage > 0 ? 1234 : 0,
    backdropPath: title.backdropPath,
    posterPath: title.posterPath,
    ...(media ? { mediaInfo: mediaShape(world, media, { watchlists: true }) } : {}),
  }
}

/** Somebody of whom a search tells as well; to be left out by whoever wants titles only. */
export const PERSON = {
  id: 990_001,
  name: 'Marrow Lindqvist',
  popularity: 12.3,
  profilePath: null,
  adult: false,
  mediaType: 'person',
  knownFor: [],
}

function common(world: World, title: Title): object {
  const media = mediaOf(world, title.mediaType, title.tmdbId)
  const cast = [
    {
      castId: 1,
      character: 'The stranger',
      creditId: 'c1',
      id: 990_001,
      name: PERSON.name,
      order: 0,
      profilePath: null,
    },
  ]
  return {
    genres: title.genres.map((name) => ({ id: genreId(name), name })),
    relatedVideos: [],
    homepage: '',
    originalLanguage: 'en',
    overview: title.overview,
    popularity: 50.5,
    productionCompanies: [],
    productionCountries: [],
    voteAverage: title.voteAverage,
    voteCount: title.voteAverage > 0 ? 1234 : 0,
    backdropPath: title.backdropPath,
    posterPath: title.posterPath,
    tagline: '',
    credits: { cast, crew: [] },
    spokenLanguages: [{ iso_639_1: 'en', english_name: 'English', name: 'English' }],
    ...(media ? { mediaInfo: mediaWhole(world, media) } : {}),
    watchProviders: [],
    keywords: [],
    ...(world.kind === 'Overseerr' ? {} : { onUserWatchlist: false }),
  }
}

export function movieShape(world: World, title: Title): object {
  return {
    id: title.tmdbId,
    adult: false,
    budget: 0,
    ...common(world, title),
    originalTitle: title.title,
    releaseDate: title.released,
    releases: { results: [] },
    revenue: 0,
    status: isOut(title) ? 'Released' : 'Post Production',
    title: title.title,
    video: false,
    imdbId: title.imdbId,
    runtime: title.runtimeMinutes,
    externalIds: { imdbId: title.imdbId },
  }
}

export function tvShape(world: World, title: Title): object {
  const seasons = title.seasons ?? []
  const regular = seasons.filter(({ number }) => number > 0)
  return {
    createdBy: [],
    episodeRunTime: [title.runtimeMinutes],
    firstAirDate: title.released,
    ...common(world, title),
    id: title.tmdbId,
    inProduction: false,
    languages: ['en'],
    lastAirDate: title.released,
    name: title.title,
    networks: [],
    numberOfEpisodes: regular.reduce((sum, { episodes }) => sum + episodes, 0),
    numberOfSeasons: regular.length,
    originCountry: ['AT'],
    originalName: title.title,
    contentRatings: { results: [] },
    seasons: seasons.map(({ number, episodes }) => ({
      airDate: `${title.year + Math.max(0, number - 1)}-01-01`,
      episodeCount: episodes,
      id: title.tmdbId * 100 + number,
      name: number === 0 ? 'Specials' : `Season ${number}`,
      overview: '',
      seasonNumber: number,
      posterPath: null,
    })),
    status: isOut(title) ? 'Ended' : 'Planned',
    type: 'Scripted',
    externalIds: { imdbId: title.imdbId, tvdbId: title.tvdbId },
  }
}

function isOut({ released }: Title): boolean {
  return Date.parse(released) <= Date.now()
}
