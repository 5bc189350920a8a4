import type { Title } from '../../house/title.ts'
import { MAY, MEDIA, type MediaRequest, may, now, Refusal, REQUEST, type User } from './entities.ts'
import { carryOn, tell } from './deciding.ts'
import { ensureMedia, mediaOf, requestsOf, titleAt, userOf, type World } from './world.ts'

/** The body of `POST /request`. */
export interface Ask {
  mediaType: Title['mediaType']
  /** The number at TMDB. */
  mediaId: number
  seasons?: number[] | 'all' | undefined
  /** Without it the product finds no duplicate. */
  is4k?: boolean | undefined
  userId?: number | undefined
}

const DAY_MS = 86_400_000
const OVER = new Set<number>([REQUEST.declined, REQUEST.completed])
/** A season at any other state is not taken again, asked for or not. */
const FREE = new Set<number>([MEDIA.unknown, MEDIA.deleted])

/** Stores a request, or refuses in the product's words. `followUp` is what follows from it. */
export function ask(world: World, asker: User, wanted: Ask): MediaRequest {
  const { mediaType, mediaId, is4k } = wanted
  if (wanted.userId !== undefined && !(may(asker, MAY.manageUsers) && may(asker, MAY.manageRequests))) {
    throw new Refusal(403, 'You do not have permission to modify the request user.')
  }
  const target = wanted.userId === undefined ? asker : userOf(world, wanted.userId)
  checkPermission(target, wanted)
  checkQuota(world, target, mediaType)
  const title = titleAt(world, mediaType, mediaId)
  const known = mediaOf(world, mediaType, mediaId)
  if (known?.status === MEDIA.blocklisted) throw new Refusal(403, 'This media is blocklisted.')
  const same = known ? requestsOf(world, known).filter((request) => request.is4k === is4k) : []
  const first = same[0]
  if (mediaType === 'movie' && first && !OVER.has(first.status)) {
    throw new Refusal(409, 'Request for this media already exists.')
  }
  const seasons = mediaType === 'tv' ? openSeasons(world, title, wanted, same) : []
  if (mediaType === 'tv' && seasons.length === 0) throw new Refusal(202, 'No seasons available to request')
  const { remaining } = quotaOf(world, target).tv
  if (mediaType === 'tv' && remaining !== undefined && seasons.length > remaining)
    throw new Refusal(403, 'Series Quota exceeded.')

  const media = ensureMedia(world, title)
  const field = is4k ? 'status4k' : 'status'
  if (media[field] === MEDIA.unknown) media[field] = MEDIA.pending
  const approved = approvesItself(asker, wanted)
  return store(world, {
    status: approved ? REQUEST.approved : REQUEST.pending,
    type: mediaType,
    is4k: is4k ?? false,
    media,
    seasons: seasons.map((seasonNumber) => ({
      id: world.nextId('season-request'),
      seasonNumber,
      status: approved ? REQUEST.approved : REQUEST.pending,
      createdAt: now(),
    })),
    requestedBy: target,
    modifiedBy: approved ? asker : null,
  })
}

/** Keeps a request, whatever is known already. */
export function store(world: World, given: Omit<MediaRequest, 'id' | 'createdAt' | 'updatedAt'>): MediaRequest {
  const at = now()
  const request: MediaRequest = { id: world.nextId('request'), ...given, createdAt: at, updatedAt: at }
  world.requests.set(request.id, request)
  world.requestsByMedia.set(given.media, [...requestsOf(world, given.media), request])
  world.asked.set(given.requestedBy.id, (world.asked.get(given.requestedBy.id) ?? 0) + 1)
  return request
}

/** Tells of it, and sends it to Radarr or Sonarr when nobody needs to approve it. */
export function followUp(world: World, request: MediaRequest): void {
  const approved = request.status === REQUEST.approved
  tell(world, approved ? 'MEDIA_AUTO_APPROVED' : 'MEDIA_PENDING', request)
  if (approved) carryOn(world, request)
}

/** Other seasons for one that waits. The request's time stays as it was, and nobody is told. */
export function changeSeasons(world: World, request: MediaRequest, wanted: number[] | undefined): void {
  if (!wanted?.length) {
    throw new Error('Missing seasons. If you want to cancel a series request, use the DELETE method.')
  }
  const others = requestsOf(world, request.media)
    .filter((other) => other !== request && other.is4k === request.is4k && !OVER.has(other.status))
    .flatMap(({ seasons }) => seasons.map(({ seasonNumber }) => seasonNumber))
  const left = wanted.filter((number) => !others.includes(number))
  if (left.length === 0) throw new Refusal(202, 'No seasons available to request')
  // as it does: of what is new also those of others are taken
  const kept = (number: number) => left.includes(number) || !request.seasons.some((one) => one.seasonNumber === number)
  request.seasons = wanted.filter(kept).map(
    (seasonNumber) =>
      request.seasons.find((season) => season.seasonNumber === seasonNumber) ?? {
        id: world.nextId('season-request'),
        seasonNumber,
        status: REQUEST.pending,
        createdAt: now(),
      },
  )
}

function openSeasons(world: World, title: Title, { seasons, is4k }: Ask, same: MediaRequest[]): number[] {
  if (seasons === undefined) throw new Error("Cannot read properties of undefined (reading 'filter')")
  const isOverseerr = world.kind === 'Overseerr'
  const all = (title.seasons ?? []).map(({ number }) => number)
  const wanted = (seasons === 'all' ? all : seasons).filter((number) => isOverseerr || number > 0)
  const taken = same
    .filter(({ status }) => !OVER.has(status))
    .flatMap((request) => request.seasons.map(({ seasonNumber }) => seasonNumber))
  const media = mediaOf(world, 'tv', title.tmdbId)
  const there = (media?.seasons ?? [])
    .filter((season) => !FREE.has(is4k ? season.status4k : season.status))
    .map(({ seasonNumber }) => seasonNumber)
  return wanted.filter((number) => !taken.includes(number) && !there.includes(number))
}

function checkPermission(user: User, { mediaType, is4k }: Ask): void {
  const [any, movie, tv] = is4k
    ? [MAY.request4k, MAY.request4kMovie, MAY.request4kTv]
    : [MAY.request, MAY.requestMovie, MAY.requestTv]
  if (may(user, any, mediaType === 'movie' ? movie : tv)) return
  const what = `${is4k ? '4K ' : ''}${mediaType === 'movie' ? 'movie' : 'series'}`
  throw new Refusal(403, `You do not have permission to make ${what} requests.`)
}

function approvesItself(user: User, { mediaType, is4k }: Ask): boolean {
  const [any, movie, tv] = is4k
    ? [MAY.autoApprove4k, MAY.autoApprove4kMovie, MAY.autoApprove4kTv]
    : [MAY.autoApprove, MAY.autoApproveMovie, MAY.autoApproveTv]
  return may(user, any, mediaType === 'movie' ? movie : tv, MAY.manageRequests)
}

function checkQuota(world: World, user: User, mediaType: Title['mediaType']): void {
  if (!quotaOf(world, user)[mediaType].restricted) return
  throw new Refusal(403, mediaType === 'movie' ? 'Movie Quota exceeded.' : 'Series Quota exceeded.')
}

export interface Quota {
  days?: number
  limit?: number
  used: number
  remaining?: number
  restricted: boolean
}

/** What somebody used up: films, and seasons of series. Who manages users or requests has no limit. */
export function quotaOf(world: World, user: User): { movie: Quota; tv: Quota } {
  const free = may(user, MAY.manageUsers)
  const one = (type: Title['mediaType'], limit: number | null, days: number | null): Quota => {
    const since = Date.now() - (days ?? 0) * DAY_MS
    const counted = [...world.requests.values()].filter(
      (request) =>
        request.requestedBy === user &&
        request.type === type &&
        request.status !== REQUEST.declined &&
        (!days || Date.parse(request.createdAt) >= since),
    )
    if (free || !limit) return { used: 0, restricted: false }
    const used = counted.reduce((sum, request) => sum + (type === 'movie' ? 1 : request.seasons.length), 0)
    const remaining = Math.max(0, limit - used)
    return { ...(days ? { days } : {}), limit, used, remaining, restricted: remaining <= 0 }
  }
  return {
    movie: one('movie', user.movieQuotaLimit, user.movieQuotaDays),
    tv: one('tv', user.tvQuotaLimit, user.tvQuotaDays),
  }
}
