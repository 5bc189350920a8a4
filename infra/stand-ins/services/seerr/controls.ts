import { regularSeasons } from '../../house/library-door.ts'
import { type Ask, ask, followUp, store } from './asking.ts'
import { arrive, type Arrival } from './availability.ts'
import { decide, removeRequest, retry } from './deciding.ts'
import { type Issue, type Media, MEDIA, type MediaRequest, now, REQUEST, type User } from './entities.ts'
import { commentOn, type Complaint, issueOf, openIssue, setIssue } from './issues.ts'
import type { Outbox } from './outbox.ts'
import { addUser, ensureMedia, knownTitle, requestOf, type UserInput, userOf, type World } from './world.ts'

/** What a person does on the product's own page, and what a test does behind its back. `by` is user 1 by default. */
export interface SeerrControls extends Omit<Outbox, 'settled'> {
  readonly world: World
  /** A user of it; permissions are the usual ones. */
  addUser(given: UserInput): User
  setPermissions(userId: number, bits: number): void
  setQuota(userId: number, quota: { movieLimit?: number; movieDays?: number; tvLimit?: number; tvDays?: number }): void
  /** Throws the product's refusal. */
  askAs(userId: number, wanted: Omit<Ask, 'userId'>): MediaRequest
  approve(requestId: number, by?: number): void
  decline(requestId: number, by?: number): void
  retry(requestId: number): void
  delete(requestId: number): void
  /** As its page does; with `byHand: false` as its look into the library does. */
  markAvailable(tmdbId: number, arrival?: Arrival): void
  /** The file is gone from the library: DELETED (7), in Overseerr UNKNOWN. */
  markDeleted(tmdbId: number): void
  openIssue(userId: number, tmdbId: number, complaint: Complaint): Issue
  comment(issueId: number, userId: number, message: string): void
  resolve(issueId: number, by?: number): void
  reopen(issueId: number, by?: number): void
  request(id: number): MediaRequest
  /** The requests for one title, the oldest first. */
  requestsFor(tmdbId: number): MediaRequest[]
  tmdbDown(down: boolean): void
  /** Radarr or Sonarr refuses what is sent on: the request fails. */
  failAtArr(service: 'radarr' | 'sonarr', failing: boolean): void
  /** Stores `count` requests for films beyond the catalogue, by turns of all users, and tells nobody. */
  fill(count: number): void
  /** Resolves once nothing goes on behind an answer and every notification was posted. */
  settled(): Promise<void>
}

export function seerrControls(world: World, outbox: Outbox): SeerrControls {
  const media = (tmdbId: number): Media => {
    const title = knownTitle(world, 'movie', tmdbId) ?? knownTitle(world, 'tv', tmdbId)
    if (!title) throw new Error(`There is no title ${tmdbId}`)
    return ensureMedia(world, title)
  }
  return {
    ...outbox,
    world,
    addUser: (given) => addUser(world, given),
    setPermissions: (userId, bits) => void (userOf(world, userId).permissions = bits),
    setQuota(userId, { movieLimit, movieDays, tvLimit, tvDays }) {
      Object.assign(userOf(world, userId), {
        movieQuotaLimit: movieLimit ?? null,
        movieQuotaDays: movieDays ?? null,
        tvQuotaLimit: tvLimit ?? null,
        tvQuotaDays: tvDays ?? null,
      })
    },
    askAs(userId, wanted) {
      const request = ask(world, userOf(world, userId), { is4k: false, ...wanted })
      followUp(world, request)
      return request
    },
    approve: (id, by = 1) => void decide(world, requestOf(world, id), 'approve', userOf(world, by)),
    decline: (id, by = 1) => void decide(world, requestOf(world, id), 'decline', userOf(world, by)),
    retry: (id) => void retry(world, requestOf(world, id)),
    delete: (id) => removeRequest(world, requestOf(world, id)),
    markAvailable(tmdbId, arrival) {
      const found = media(tmdbId)
      const title = knownTitle(world, found.mediaType, tmdbId)
      arrive(world, found, { byHand: true, seasons: title ? regularSeasons(title) : [], ...arrival })
    },
    markDeleted(tmdbId) {
      const found = media(tmdbId)
      found.status = world.kind === 'Overseerr' ? MEDIA.unknown : MEDIA.deleted
      for (const season of found.seasons) season.status = found.status
      found.updatedAt = now()
    },
    openIssue: (userId, tmdbId, complaint) => openIssue(world, userOf(world, userId), media(tmdbId), complaint),
    comment: (id, userId, message) => commentOn(world, issueOf(world, id), userOf(world, userId), message),
    resolve: (id, by = 1) => setIssue(world, issueOf(world, id), userOf(world, by), 'resolved'),
    reopen: (id, by = 1) => setIssue(world, issueOf(world, id), userOf(world, by), 'open'),
    request: (id) => requestOf(world, id),
    requestsFor: (tmdbId) => [...world.requests.values()].filter((request) => request.media.tmdbId === tmdbId),
    tmdbDown: (down) => void (world.tmdbIsDown = down),
    failAtArr: (service, failing) => void (failing ? world.failing.add(service) : world.failing.delete(service)),
    fill(count) {
      const users = [...world.users.values()]
      for (let index = 0; index < count; index += 1) {
        const found = media(2_000_000 + world.media.size)
        found.status = MEDIA.pending
        const requestedBy = users[index % users.length]!
        const status = REQUEST.pending
        store(world, { status, type: 'movie', is4k: false, media: found, seasons: [], requestedBy, modifiedBy: null })
      }
    },
    async settled() {
      while (world.background.size > 0) await Promise.allSettled(world.background)
      await outbox.settled()
    },
  }
}
