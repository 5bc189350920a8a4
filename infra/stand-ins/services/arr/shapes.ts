import type { Album } from '../../house/music.ts'
import type { Title } from '../../house/titles.ts'
import type { Item, Part } from './world.ts'

// null is never sent: what there is nothing to say of is absent

export const LANGUAGES = [{ id: 1, name: 'English' }]
const BYTES_EACH = 2_147_483_648

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
const image = (title: Title) => [
  {
    coverType: 'poster',
    url: `/MediaCover/${title.tmdbId}/poster.jpg`,
    remoteUrl: `https://image.tmdb.org/t/p/original${title.posterPath}`,
  },
]

/** As it is looked up, without `id`, or as it is looked after. */
export function itemShape(of: Item['of'], item?: Item): object {
  const kept = item && {
    id: item.id,
    path: `${item.rootFolderPath}/${'title' in of ? `${of.title.title} (${of.title.year})` : of.album.title}`,
    rootFolderPath: item.rootFolderPath,
    qualityProfileId: item.qualityProfileId,
    added: item.added,
  }
  const common = { monitored: item?.monitored ?? false, tags: [], ...kept }
  if ('album' in of) return { ...albumShape(of.album, item), ...common }
  return of.title.mediaType === 'movie'
    ? { ...movieShape(of.title, item), ...common }
    : { ...seriesShape(of.title, item), ...common }
}

function movieShape(title: Title, item: Item | undefined): object {
  const hasFile = item?.parts[0]?.hasFile ?? false
  const isOut = Date.parse(title.released) <= Date.now()
  return {
    title: title.title,
    originalTitle: title.title,
    originalLanguage: LANGUAGES[0],
    sortTitle: title.title.toLowerCase(),
    sizeOnDisk: hasFile ? BYTES_EACH : 0,
    status: isOut ? 'released' : 'announced',
    overview: title.overview,
    inCinemas: `${title.released}T00:00:00Z`,
    images: image(title),
    year: title.year,
    studio: 'House Pictures',
    hasFile,
    movieFileId: hasFile ? (item?.id ?? 0) : 0,
    minimumAvailability: 'released',
    isAvailable: isOut,
    runtime: title.runtimeMinutes,
    cleanTitle: slug(title.title).replaceAll('-', ''),
    imdbId: title.imdbId,
    tmdbId: title.tmdbId,
    titleSlug: String(title.tmdbId),
    genres: title.genres,
    ratings: { tmdb: { votes: 1234, value: title.voteAverage, type: 'user' } },
  }
}

function seriesShape(title: Title, item: Item | undefined): object {
  const seasons = (title.seasons ?? []).map(({ number, episodes }) => {
    const parts = item?.parts.filter(({ season }) => season === number) ?? []
    const there = parts.filter(({ hasFile }) => hasFile).length
    return {
      seasonNumber: number,
      monitored: parts.some(({ monitored }) => monitored),
      ...(item ? { statistics: statistics(there, parts.filter(({ monitored }) => monitored).length, episodes) } : {}),
    }
  })
  const regular = seasons.filter(({ seasonNumber }) => seasonNumber > 0)
  const parts = item?.parts ?? []
  const there = parts.filter(({ hasFile }) => hasFile).length
  return {
    title: title.title,
    sortTitle: title.title.toLowerCase(),
    status: 'ended',
    ended: true,
    overview: title.overview,
    network: 'House One',
    images: image(title),
    seasons,
    year: title.year,
    seasonFolder: true,
    useSceneNumbering: false,
    runtime: title.runtimeMinutes,
    tvdbId: title.tvdbId,
    tmdbId: title.tmdbId,
    imdbId: title.imdbId,
    firstAired: `${title.released}T00:00:00Z`,
    seriesType: 'standard',
    cleanTitle: slug(title.title).replaceAll('-', ''),
    titleSlug: slug(title.title),
    genres: title.genres,
    ratings: { votes: 1234, value: title.voteAverage },
    statistics: {
      seasonCount: regular.length,
      ...statistics(there, parts.filter(({ monitored }) => monitored).length, parts.length),
    },
  }
}

function statistics(episodeFileCount: number, episodeCount: number, totalEpisodeCount: number): object {
  return {
    episodeFileCount,
    episodeCount,
    totalEpisodeCount,
    sizeOnDisk: episodeFileCount * BYTES_EACH,
    percentOfEpisodes: episodeCount === 0 ? 0 : (episodeFileCount / episodeCount) * 100,
  }
}

export function episodeShape({ id, season, number, monitored, hasFile }: Part, item: Item): object {
  const aired =
    'title' in item.of ? { airDate: item.of.title.released, airDateUtc: `${item.of.title.released}T20:00:00Z` } : {}
  return {
    seriesId: item.id,
    episodeFileId: hasFile ? id : 0,
    seasonNumber: season,
    episodeNumber: number,
    title: `Episode ${number}`,
    ...aired,
    overview: '',
    absoluteEpisodeNumber: number,
    unverifiedSceneNumbering: false,
    hasFile,
    monitored,
    id,
  }
}

export function artistShape({ artist, genres }: Album, items: Item[] = []): object {
  const own = items.filter(({ of }) => 'album' in of && of.album.artist.id === artist.id)
  const first = own[0]
  return {
    artistName: artist.name,
    foreignArtistId: artist.id,
    artistType: 'Group',
    status: 'continuing',
    ended: false,
    overview: '',
    images: [],
    genres,
    cleanName: slug(artist.name).replaceAll('-', ''),
    sortName: artist.name.toLowerCase(),
    tags: [],
    monitored: first !== undefined,
    ...(first
      ? {
          id: artistNumber(artist.id),
          path: `${first.rootFolderPath}/${artist.name}`,
          rootFolderPath: first.rootFolderPath,
          qualityProfileId: first.qualityProfileId,
          metadataProfileId: first.metadataProfileId,
          added: first.added,
          statistics: { albumCount: own.length, trackFileCount: 0, trackCount: 0, sizeOnDisk: 0, percentOfTracks: 0 },
        }
      : {}),
  }
}

/** Lidarr's own number of an artist. */
export function artistNumber(foreignId: string): number {
  return Number(foreignId.slice(-6))
}

function albumShape(album: Album, item: Item | undefined): object {
  const there = item?.parts[0]?.hasFile ? album.tracks : 0
  return {
    title: album.title,
    disambiguation: '',
    overview: '',
    foreignAlbumId: album.id,
    anyReleaseOk: true,
    profileId: item?.qualityProfileId ?? 0,
    duration: album.tracks * 240_000,
    albumType: album.type,
    secondaryTypes: [],
    mediumCount: 1,
    releaseDate: `${album.released}T00:00:00Z`,
    genres: album.genres,
    images: [],
    releases: [],
    ...(item ? { artistId: artistNumber(album.artist.id) } : {}),
    artist: artistShape(album, item ? [item] : []),
    statistics: {
      trackFileCount: there,
      trackCount: album.tracks,
      totalTrackCount: album.tracks,
      sizeOnDisk: there * 31_457_280,
      percentOfTracks: (there / album.tracks) * 100,
    },
  }
}
