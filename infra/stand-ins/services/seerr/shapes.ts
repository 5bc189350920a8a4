import { type Issue, MAY, type Media, type MediaRequest, may, type User } from './entities.ts'
import { displayName } from './notices.ts'
import { requestsOf, type World } from './world.ts'

/** A user as everybody sees one; `settings` stand in single answers only. E-mail and Plex id are for who manages users. */
export function userShape(world: World, user: User, { settings = false, whole = true } = {}): object {
  const { permissions, id, email, plexUsername, username, userType, plexId, avatar } = user
  const isNew = world.kind !== 'Overseerr'
  return {
    permissions,
    ...(isNew ? { warnings: [] } : {}),
    id,
    ...(whole ? { email } : {}),
    plexUsername,
    ...(isNew ? { jellyfinUsername: null } : {}),
    username,
    recoveryLinkExpirationDate: null,
    userType,
    ...(whole ? { plexId } : {}),
    ...(isNew ? { jellyfinUserId: null } : {}),
    avatar,
    ...(isNew ? { avatarETag: null, avatarVersion: null } : {}),
    movieQuotaLimit: user.movieQuotaLimit,
    movieQuotaDays: user.movieQuotaDays,
    tvQuotaLimit: user.tvQuotaLimit,
    tvQuotaDays: user.tvQuotaDays,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    ...(settings ? { settings: null } : {}),
    requestCount: world.asked.get(id) ?? 0,
    displayName: displayName(user),
  }
}

export function mediaShape(world: World, media: Media, { seasons = false, watchlists = false } = {}): object {
  const isNew = world.kind !== 'Overseerr'
  return {
    downloadStatus: [],
    downloadStatus4k: [],
    id: media.id,
    mediaType: media.mediaType,
    tmdbId: media.tmdbId,
    tvdbId: media.tvdbId,
    imdbId: null,
    status: media.status,
    status4k: media.status4k,
    createdAt: media.createdAt,
    updatedAt: media.updatedAt,
    lastSeasonChange: media.createdAt,
    mediaAddedAt: isNew ? media.createdAt : null,
    serviceId: media.serviceId,
    serviceId4k: null,
    externalServiceId: media.externalServiceId,
    externalServiceId4k: null,
    externalServiceSlug: media.externalServiceSlug,
    externalServiceSlug4k: null,
    ratingKey: media.ratingKey,
    ratingKey4k: null,
    ...(isNew ? { jellyfinMediaId: null, jellyfinMediaId4k: null } : {}),
    ...(isNew && watchlists ? { watchlists: [] } : {}),
    ...(seasons ? { seasons: media.seasons.map((season) => ({ ...season, updatedAt: season.createdAt })) } : {}),
  }
}

/** How a title's own page shows its record: with everything about it. */
export function mediaWhole(world: World, media: Media): object {
  const issues = [...world.issues.values()].filter((issue) => issue.media === media)
  return {
    ...mediaShape(world, media),
    requests: requestsOf(world, media).map((request) => requestShape(world, request)),
    issues: issues.map((issue) => issueShape(world, issue)),
    ...mediaSeasons(media),
  }
}

function mediaSeasons({ seasons }: Media): object {
  return { seasons: seasons.map((season) => ({ ...season, updatedAt: season.createdAt })) }
}

/** A request, with the media as given (an answer to approve shows the one from before). Neither title nor picture. */
export function requestShape(world: World, request: MediaRequest, media: Media = request.media): object {
  const { id, status, createdAt, updatedAt, type, is4k, seasons } = request
  return {
    id,
    status,
    createdAt,
    updatedAt,
    type,
    is4k,
    serverId: null,
    profileId: null,
    rootFolder: null,
    languageProfileId: null,
    tags: null,
    isAutoRequest: false,
    media: mediaShape(world, media),
    seasons: seasons.map((season) => ({ ...season, updatedAt: updatedAt })),
    modifiedBy: request.modifiedBy && userShape(world, request.modifiedBy),
    requestedBy: userShape(world, request.requestedBy),
    seasonCount: seasons.length,
  }
}

/** In a list, Seerr adds to who manages requests whether it can be removed from Radarr or Sonarr. */
export function requestInList(world: World, request: MediaRequest, viewer: User): object {
  const removable = world.kind !== 'Overseerr' && may(viewer, MAY.manageRequests)
  return {
    ...requestShape(world, request),
    ...(removable ? { canRemove: request.media.serviceId !== null } : {}),
  }
}

/** In a list the comments have no authors. */
export function issueShape(world: World, issue: Issue, { authors = false } = {}): object {
  const { id, issueType, status, problemSeason, problemEpisode, createdAt, updatedAt, media } = issue
  return {
    id,
    issueType,
    status,
    problemSeason,
    problemEpisode,
    createdAt,
    updatedAt,
    createdBy: userShape(world, issue.createdBy),
    media: mediaShape(world, media),
    modifiedBy: issue.modifiedBy && userShape(world, issue.modifiedBy),
    comments: issue.comments.map(({ user, ...comment }) => ({
      ...comment,
      ...(authors ? { user: userShape(world, user) } : {}),
    })),
  }
}

/** A page of a list; `take` is its size. */
export function paged(all: readonly unknown[], take: number, skip: number, one: (item: never) => object): object {
  return {
    pageInfo: {
      pages: Math.ceil(all.length / take),
      pageSize: take,
      results: all.length,
      page: Math.ceil(skip / take) + 1,
    },
    results: all.slice(skip, skip + take).map((item) => one(item as never)),
  }
}
