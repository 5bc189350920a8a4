import { z } from 'zod'
import type { Route } from '../product.ts'
import { body, door } from './answering.ts'
import { arrive } from './availability.ts'
import { MAY, type Media, MEDIA, now, Refusal } from './entities.ts'
import { removeRequest } from './deciding.ts'
import { mediaShape, paged } from './shapes.ts'
import { requestsOf, type World } from './world.ts'

const marked = z.looseObject({
  is4k: z.boolean().optional(),
  seasons: z.array(z.looseObject({ seasonNumber: z.number() })).optional(),
})
const FILTERS = ['all', 'available', 'partial', 'allavailable', 'processing', 'pending']
const BY_FILTER: Record<string, number[]> = {
  available: [MEDIA.available],
  partial: [MEDIA.partial],
  allavailable: [MEDIA.available, MEDIA.partial],
  processing: [MEDIA.processing],
  pending: [MEDIA.pending],
}
const BY_HAND = { partial: MEDIA.partial, processing: MEDIA.processing, pending: MEDIA.pending, unknown: MEDIA.unknown }

/** Records of titles, by the product's own number. */
export function mediaRoutes(world: World): Record<string, Route> {
  const manage = { bits: [MAY.manageRequests] }
  const find = (id: number): Media => {
    const media = [...world.media.values()].find((one) => one.id === id)
    if (!media) throw new Refusal(404, 'Media does not exist.')
    return media
  }
  return {
    'GET /api/v1/media': door(
      world,
      ({ c, take, skip }) => {
        const { filter = 'all', sort } = c.req.query()
        const wanted = BY_FILTER[filter]
        const found = [...world.media.values()].filter(({ status }) => wanted?.includes(status) ?? true)
        if (sort === 'modified') found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.id - b.id)
        return paged(found.toReversed(), take, skip, (media: Media) => mediaShape(world, media, { seasons: true }))
      },
      {
        query: ['take', 'skip', 'filter', 'sort'],
        values: { filter: FILTERS, sort: ['added', 'modified', 'mediaAdded'] },
        pageSize: 20,
      },
    ),
    'POST /api/v1/media/:id/available': door(
      world,
      async ({ c, id }) => {
        const { is4k = false, seasons = [] } = await body(c, marked)
        const media = find(id)
        arrive(world, media, { is4k, seasons: seasons.map(({ seasonNumber }) => seasonNumber), byHand: true })
        return mediaShape(world, media, { seasons: true })
      },
      manage,
    ),
    ...Object.fromEntries(
      Object.entries(BY_HAND).map(([word, status]) => [
        `POST /api/v1/media/:id/${word}`,
        door(
          world,
          async ({ c, id }) => {
            const { is4k = false } = await body(c, marked)
            const media = find(id)
            if (status === MEDIA.partial && media.mediaType === 'movie') {
              throw new Refusal(400, 'Only series can be set to be partially available')
            }
            media[is4k ? 'status4k' : 'status'] = status
            media.updatedAt = now()
            return mediaShape(world, media, { seasons: true })
          },
          manage,
        ),
      ]),
    ),
    'DELETE /api/v1/media/:id': door(
      world,
      ({ id }) => {
        const media = find(id)
        for (const request of requestsOf(world, media)) removeRequest(world, request)
        world.media.delete(`${media.mediaType}/${media.tmdbId}`)
      },
      manage,
    ),
  }
}
