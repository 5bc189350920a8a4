import { z } from 'zod'
import type { Route } from '../product.ts'
import { body, door } from './answering.ts'
import { ask, changeSeasons, followUp } from './asking.ts'
import { decide, removeRequest, retry } from './deciding.ts'
import { MAY, MEDIA, type MediaRequest, may, Refusal, REQUEST, type User } from './entities.ts'
import { mediaShape, paged, requestInList, requestShape } from './shapes.ts'
import { requestOf, type World } from './world.ts'

const seasons = z.union([z.array(z.number()), z.literal('all')])
const asked = z.looseObject({
  mediaType: z.enum(['movie', 'tv']),
  mediaId: z.number(),
  seasons: seasons.optional(),
  is4k: z.boolean().optional(),
  userId: z.number().optional(),
})
const changed = z.looseObject({ mediaType: z.enum(['movie', 'tv']), seasons: z.array(z.number()).optional() })

const FILTERS = ['all', 'approved', 'available', 'pending', 'processing', 'unavailable', 'failed']
const NEWER_FILTERS = [...FILTERS, 'deleted', 'completed']
const NOT_YET = [MEDIA.unknown, MEDIA.pending, MEDIA.processing, MEDIA.partial]

/** Which requests and which media each filter means; Overseerr has nothing that is completed. */
function filterOf(world: World, name: string): { requests?: number[]; media?: number[] } {
  const done = world.completes ? REQUEST.completed : REQUEST.approved
  const table: Record<string, { requests?: number[]; media?: number[] }> = {
    approved: { requests: [REQUEST.approved] },
    processing: { requests: [REQUEST.approved], media: NOT_YET },
    pending: { requests: [REQUEST.pending] },
    unavailable: { requests: [REQUEST.pending, REQUEST.approved], media: NOT_YET },
    failed: { requests: [REQUEST.failed] },
    available: { requests: [done], media: [MEDIA.available] },
    completed: { requests: [REQUEST.completed] },
    deleted: { requests: [REQUEST.completed], media: [MEDIA.deleted] },
  }
  return table[name] ?? {}
}

function seesAll(user: User): boolean {
  return may(user, MAY.manageRequests, MAY.requestView)
}

export function requestRoutes(world: World): Record<string, Route> {
  const isNew = world.kind !== 'Overseerr'
  const mediaStatus = ({ is4k, media }: MediaRequest) => (is4k ? media.status4k : media.status)
  const manage = { bits: [MAY.manageRequests] }
  return {
    'GET /api/v1/request': door(
      world,
      ({ c, user, take, skip }) => {
        const { filter = 'all', sort, sortDirection, mediaType = 'all' } = c.req.query()
        const of = c.req.query('requestedBy')
        if (of !== undefined && !seesAll(user) && Number(of) !== user.id) {
          throw new Refusal(403, "You do not have permission to view this user's requests.")
        }
        const whose = of !== undefined ? Number(of) : seesAll(user) ? undefined : user.id
        const wanted = filterOf(world, filter)
        const found = [...world.requests.values()].filter(
          (request) =>
            (whose === undefined || request.requestedBy.id === whose) &&
            (wanted.requests?.includes(request.status) ?? true) &&
            (wanted.media?.includes(mediaStatus(request)) ?? true) &&
            (mediaType === 'all' || request.type === mediaType),
        )
        if (sort === 'modified') found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.id - b.id)
        if (sortDirection !== 'asc') found.reverse()
        return {
          ...paged(found, take, skip, (request: MediaRequest) => requestInList(world, request, user)),
          ...(isNew ? { serviceErrors: serviceErrors(world) } : {}),
        }
      },
      {
        query: ['take', 'skip', 'filter', 'sort', 'requestedBy', ...(isNew ? ['sortDirection', 'mediaType'] : [])],
        values: { filter: isNew ? NEWER_FILTERS : FILTERS, sort: ['added', 'modified'] },
      },
    ),
    'POST /api/v1/request': door(
      world,
      async ({ c, user }) => {
        const request = ask(world, user, await body(c, asked))
        const answer = requestShape(world, request)
        const goesOn = (await world.afterInsert?.()) ?? true
        if (goesOn) followUp(world, request)
        return answer
      },
      { status: 201 },
    ),
    'GET /api/v1/request/count': door(world, () => counted(world)),
    'GET /api/v1/request/:id': door(world, ({ id, user }) => {
      const request = requestOf(world, id)
      if (request.requestedBy !== user && !seesAll(user)) {
        throw new Refusal(403, 'You do not have permission to view this request.')
      }
      // which seasons are there is said of one request only, not in lists
      return { ...requestShape(world, request), media: mediaShape(world, request.media, { seasons: true }) }
    }),
    'PUT /api/v1/request/:id': door(world, async ({ c, id, user }) => {
      const request = requestOf(world, id)
      const wanted = await body(c, changed)
      const own = request.requestedBy === user && (wanted.mediaType === 'tv' || may(user, MAY.requestAdvanced))
      if (!own && !may(user, MAY.manageRequests)) {
        throw new Refusal(403, 'You do not have permission to modify this request.')
      }
      if (wanted.mediaType === 'tv') changeSeasons(world, request, wanted.seasons)
      return requestShape(world, request)
    }),
    'DELETE /api/v1/request/:id': door(world, ({ id, user }) => {
      const request = requestOf(world, id)
      // who neither manages nor asked may still delete what waits, as the product's condition has it
      const mayAnyway = may(user, MAY.manageRequests) || request.requestedBy === user
      if (!mayAnyway && request.status !== REQUEST.pending) {
        throw new Refusal(401, 'You do not have permission to delete this request.')
      }
      removeRequest(world, request)
    }),
    'POST /api/v1/request/:id/retry': door(
      world,
      ({ id }) => {
        const request = requestOf(world, id)
        return requestShape(world, request, retry(world, request))
      },
      manage,
    ),
    ...Object.fromEntries(
      (['approve', 'decline', 'pending'] as const).map((status) => [
        `POST /api/v1/request/:id/${status}`,
        door(
          world,
          ({ id, user }) => {
            const request = requestOf(world, id)
            return requestShape(world, request, decide(world, request, status, user))
          },
          manage,
        ),
      ]),
    ),
  }
}

function serviceErrors({ failing }: World): object {
  const one = (name: 'radarr' | 'sonarr', title: string) => (failing.has(name) ? [{ id: 0, name: title }] : [])
  return { radarr: one('radarr', 'Radarr'), sonarr: one('sonarr', 'Sonarr') }
}

function counted(world: World): object {
  const all = [...world.requests.values()]
  const count = (fits: (request: MediaRequest) => boolean) => all.filter(fits).length
  const there = ({ is4k, media }: MediaRequest) => (is4k ? media.status4k : media.status) === MEDIA.available
  const at = (status: number) => count((request) => request.status === status)
  return {
    total: all.length,
    movie: count(({ type }) => type === 'movie'),
    tv: count(({ type }) => type === 'tv'),
    pending: at(REQUEST.pending),
    approved: at(REQUEST.approved),
    declined: at(REQUEST.declined),
    processing: count((request) => request.status === REQUEST.approved && !there(request)),
    available: count((request) => request.status === REQUEST.approved && there(request)),
    ...(world.kind === 'Overseerr' ? {} : { completed: at(REQUEST.completed) }),
  }
}
