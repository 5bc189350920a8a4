import { type Media, MEDIA, type MediaRequest, now, REQUEST, type User } from './entities.ts'
import { requestNotice, type NoticeType } from './notices.ts'
import { behind, requestsOf, type World } from './world.ts'

/**
 * Approves, declines or puts back. The notice says the media's status from before, and so does an answer that is made
 * from the snapshot which this gives.
 */
export function decide(
  world: World,
  request: MediaRequest,
  status: 'approve' | 'decline' | 'pending',
  by: User,
): Media {
  const before = { ...request.media }
  const previous = request.status
  const next = { approve: REQUEST.approved, decline: REQUEST.declined, pending: REQUEST.pending }[status]
  request.modifiedBy = by
  setStatus(request, next)
  if (previous === next) return before
  if (next === REQUEST.approved) {
    tell(world, 'MEDIA_APPROVED', request)
    carryOn(world, request)
  }
  if (next === REQUEST.declined) {
    tell(world, 'MEDIA_DECLINED', request)
    settleDeclined(world, request)
  }
  return before
}

/** Sends it to Radarr or Sonarr once more. */
export function retry(world: World, request: MediaRequest): Media {
  const before = { ...request.media }
  setStatus(request, REQUEST.approved)
  tell(world, 'MEDIA_APPROVED', request)
  carryOn(world, request)
  return before
}

/** The record of its title is free again when nobody else waits for it. */
export function removeRequest(world: World, request: MediaRequest): void {
  world.requests.delete(request.id)
  const left = requestsOf(world, request.media).filter((other) => other !== request)
  world.requestsByMedia.set(request.media, left)
  world.asked.set(request.requestedBy.id, (world.asked.get(request.requestedBy.id) ?? 1) - 1)
  const field = request.is4k ? 'status4k' : 'status'
  const others = left.some(({ is4k }) => is4k === request.is4k)
  if (!others && request.media[field] !== MEDIA.available) request.media[field] = MEDIA.unknown
}

/** Marks the media as processing and hands the request on; a refusal by Radarr or Sonarr makes it FAILED. */
export function carryOn(world: World, request: MediaRequest): void {
  const { media, is4k } = request
  behind(
    world,
    (async () => {
      // the answer is made before any of this
      await Promise.resolve()
      const field = is4k ? 'status4k' : 'status'
      const before = media[field]
      if (before !== MEDIA.available && before !== MEDIA.partial) media[field] = MEDIA.processing
      if (before === MEDIA.available) return
      try {
        if (world.failing.has(media.mediaType === 'movie' ? 'radarr' : 'sonarr')) throw new Error('refused')
        const sent = await world.sendOn(request)
        if (!sent) return
        media.serviceId = 0
        media.externalServiceId = sent.externalServiceId
        media.externalServiceSlug = sent.slug
      } catch {
        if (request.status !== REQUEST.approved) return
        const now = media[field]
        // the product still has the media as it was when it says so
        media[field] = before
        tell(world, 'MEDIA_FAILED', request)
        media[field] = now
        setStatus(request, REQUEST.failed)
      }
    })(),
  )
}

export function tell(world: World, type: NoticeType, request: MediaRequest): void {
  const notice = requestNotice(world, type, request)
  if (notice) world.notify(notice)
}

export function setStatus(request: MediaRequest, status: number): void {
  request.status = status
  request.updatedAt = now()
  for (const season of request.seasons) season.status = status
}

function settleDeclined(world: World, { media, is4k, type }: MediaRequest): void {
  const field = is4k ? 'status4k' : 'status'
  const waiting = requestsOf(world, media).some((other) => other.is4k === is4k && other.status === REQUEST.pending)
  if (type === 'movie' ? media[field] !== MEDIA.deleted : !waiting && media[field] === MEDIA.pending) {
    media[field] = MEDIA.unknown
  }
}
