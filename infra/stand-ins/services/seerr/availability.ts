import { regularSeasons } from '../../house/library-door.ts'
import { type Media, MEDIA, type MediaRequest, now, REQUEST } from './entities.ts'
import { setStatus, tell } from './deciding.ts'
import { knownTitle, requestsOf, type World } from './world.ts'

export interface Arrival {
  /** Of a series: which seasons; all but the specials by default. */
  seasons?: number[]
  is4k?: boolean
  /** On its own page, not by looking into the library: Overseerr then says nothing of a series. */
  byHand?: boolean
  ratingKey?: string
}

/** It is in the library: the record and the requests follow, and each request that it fulfils is told. */
export function arrive(world: World, media: Media, arrival: Arrival = {}): void {
  const { is4k = false, byHand = false, ratingKey } = arrival
  const field = is4k ? 'status4k' : 'status'
  const title = knownTitle(world, media.mediaType, media.tmdbId)
  const regular = title ? regularSeasons(title) : []
  const arrived = media.mediaType === 'tv' ? (arrival.seasons ?? regular) : []
  for (const number of arrived) season(world, media, number)[field] = MEDIA.available
  const has = (number: number) =>
    media.seasons.some((one) => one.seasonNumber === number && one[field] === MEDIA.available)
  const whole = media.mediaType === 'movie' || byHand || regular.every(has)
  media[field] = whole ? MEDIA.available : MEDIA.partial
  media.updatedAt = now()
  if (ratingKey !== undefined) media.ratingKey = ratingKey
  const fulfilled = requestsOf(world, media).filter(
    (request) =>
      request.is4k === is4k && isOpen(world, request) && request.seasons.every((one) => has(one.seasonNumber)),
  )
  for (const request of fulfilled) {
    setStatus(request, world.completes ? REQUEST.completed : REQUEST.approved)
    if (!(byHand && media.mediaType === 'tv' && world.kind === 'Overseerr')) tell(world, 'MEDIA_AVAILABLE', request)
    world.fulfilled.add(request)
  }
}

function isOpen(world: World, request: MediaRequest): boolean {
  return request.status !== REQUEST.declined && !world.fulfilled.has(request)
}

function season(world: World, media: Media, seasonNumber: number): Media['seasons'][number] {
  const known = media.seasons.find((one) => one.seasonNumber === seasonNumber)
  if (known) return known
  const made = {
    id: world.nextId('season'),
    seasonNumber,
    status: MEDIA.unknown as number,
    status4k: MEDIA.unknown as number,
    createdAt: now(),
  }
  media.seasons.push(made)
  return made
}
