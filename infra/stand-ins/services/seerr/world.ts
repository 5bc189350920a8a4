import authMe from '../../fixtures/seerr-auth-me.json' with { type: 'json' }
import { generatedTitle, type Title, TITLES } from '../../house/titles.ts'
import {
  type Issue,
  type Kind,
  type Media,
  type MediaRequest,
  MEDIA,
  now,
  Refusal,
  USUAL_PERMISSIONS,
  type User,
} from './entities.ts'
import type { Notice } from './notices.ts'

/** Somebody with an account at plex.tv whom the owner shares with: who can be imported. */
export interface PlexAccount {
  id: number
  username: string
  email: string
  thumb?: string
}

/** Sends an approved request on to Radarr or Sonarr; throws what they said when they would not. */
export type SendOn = (request: MediaRequest) => Promise<{ externalServiceId: number; slug: string } | undefined>

export interface WorldOptions {
  titles?: readonly Title[]
  /** Whom `POST /user/import-from-plex` finds at plex.tv; nobody by default. */
  plexAccounts?: () => PlexAccount[]
  sendOn?: SendOn
  /** Who has an account, user 1 first; an owner and somebody with the usual permissions by default. */
  users?: UserInput[]
}

export type UserInput = Partial<Omit<User, 'id'>> & { email: string }

/** Everything that one running Overseerr, Jellyseerr or Seerr knows. */
export interface World extends Required<Omit<WorldOptions, 'users'>> {
  kind: Kind
  /** Whether a fulfilled request becomes COMPLETED (5), as it does since Jellyseerr 2.6. */
  completes: boolean
  users: Map<number, User>
  media: Map<string, Media>
  requests: Map<number, MediaRequest>
  /** The same by what they are for, the oldest first. */
  requestsByMedia: Map<Media, MediaRequest[]>
  issues: Map<number, Issue>
  /** How many requests each user has. */
  asked: Map<number, number>
  /** What was told to be available: each is told once, also where it has no status of its own. */
  fulfilled: WeakSet<MediaRequest>
  tmdbIsDown: boolean
  /** Titles that it read at TMDB: it gives them for twelve hours, also while TMDB is down. */
  kept: Set<Title>
  /** Which of them refuses what is sent on. */
  failing: Set<'radarr' | 'sonarr'>
  /** Awaited after a request was stored and before anybody hears of it; false when nobody is to. */
  afterInsert: (() => Promise<boolean>) | undefined
  notify(notice: Notice): void
  nextId(of: string): number
  /** What goes on behind an answer; awaited by `settled`. */
  background: Set<Promise<unknown>>
}

export function createWorld(kind: Kind, version: string, options: WorldOptions = {}): World {
  const counters = new Map<string, number>()
  const world: World = {
    titles: options.titles ?? TITLES,
    plexAccounts: options.plexAccounts ?? (() => []),
    sendOn: options.sendOn ?? (() => Promise.resolve(undefined)),
    kind,
    completes: kind !== 'Overseerr' && !/^2\.[0-5](\.|$)/.test(version),
    users: new Map(),
    media: new Map(),
    requests: new Map(),
    requestsByMedia: new Map(),
    issues: new Map(),
    asked: new Map(),
    fulfilled: new WeakSet(),
    tmdbIsDown: false,
    kept: new Set(),
    failing: new Set(),
    afterInsert: undefined,
    notify: () => undefined,
    nextId(of) {
      const id = (counters.get(of) ?? 0) + 1
      counters.set(of, id)
      return id
    },
    background: new Set(),
  }
  for (const user of options.users ?? [authMe, { username: 'friend', email: 'friend@example.test' }])
    addUser(world, user)
  return world
}

/** A local account, unless it has a Plex id. */
export function addUser(world: World, given: UserInput): User {
  const at = now()
  const user: User = {
    username: null,
    plexUsername: null,
    plexId: null,
    userType: given.plexId == null ? 2 : 1,
    permissions: USUAL_PERMISSIONS,
    avatar: `https://gravatar.com/avatar/${given.username ?? given.plexUsername ?? 'nobody'}?default=mm&size=200`,
    movieQuotaLimit: null,
    movieQuotaDays: null,
    tvQuotaLimit: null,
    tvQuotaDays: null,
    createdAt: at,
    updatedAt: at,
    ...given,
    id: world.nextId('user'),
  }
  world.users.set(user.id, user)
  return user
}

/** Throws when there is no such user. */
export function userOf(world: World, id: number): User {
  const user = world.users.get(id)
  if (!user) throw new Refusal(404, 'User not found.')
  return user
}

/** What TMDB says of it: throws as the product does when TMDB is down or has no such id. */
export function titleAt(world: World, mediaType: Title['mediaType'], tmdbId: number): Title {
  const what = mediaType === 'movie' ? 'movie' : 'TV show'
  const title = knownTitle(world, mediaType, tmdbId)
  if (world.tmdbIsDown && !(title && world.kept.has(title))) {
    throw new Error(`[TMDB] Failed to fetch ${what} details: getaddrinfo ENOTFOUND api.themoviedb.org`)
  }
  if (!title) throw new Error(`[TMDB] Failed to fetch ${what} details: Request failed with status code 404`)
  world.kept.add(title)
  return title
}

export function knownTitle(world: World, mediaType: Title['mediaType'], tmdbId: number): Title | undefined {
  const named = world.titles.find((title) => title.tmdbId === tmdbId && title.mediaType === mediaType)
  return named ?? generatedTitle(mediaType, tmdbId)
}

export function mediaOf(world: World, mediaType: Title['mediaType'], tmdbId: number): Media | undefined {
  return world.media.get(`${mediaType}/${tmdbId}`)
}

/** The record of a title, made with the status unless it is there. */
export function ensureMedia(world: World, title: Title, status: number = MEDIA.unknown): Media {
  const key = `${title.mediaType}/${title.tmdbId}`
  const known = world.media.get(key)
  if (known) return known
  const at = now()
  const media: Media = {
    id: world.nextId('media'),
    mediaType: title.mediaType,
    tmdbId: title.tmdbId,
    tvdbId: title.tvdbId ?? null,
    status,
    status4k: MEDIA.unknown,
    seasons: [],
    serviceId: null,
    externalServiceId: null,
    externalServiceSlug: null,
    ratingKey: null,
    createdAt: at,
    updatedAt: at,
  }
  world.media.set(key, media)
  return media
}

/** The requests for one record, the oldest first. */
export function requestsOf(world: World, media: Media): readonly MediaRequest[] {
  return world.requestsByMedia.get(media) ?? []
}

/** Throws when there is no such request. */
export function requestOf(world: World, id: number): MediaRequest {
  const request = world.requests.get(id)
  if (!request) throw new Refusal(404, 'Request not found.')
  return request
}

/** Runs what an answer does not wait for. */
export function behind(world: World, work: Promise<unknown>): void {
  const tracked = work.finally(() => world.background.delete(tracked))
  world.background.add(tracked)
}
