import { z } from 'zod'
import type { Route } from '../product.ts'
import { body, door } from './answering.ts'
import { quotaOf } from './asking.ts'
import { MAY, type MediaRequest, may, Refusal, USUAL_PERMISSIONS, type User } from './entities.ts'
import { paged, requestShape, userShape } from './shapes.ts'
import { addUser, type PlexAccount, userOf, type World } from './world.ts'

const imported = z.looseObject({ plexIds: z.array(z.string()) })

/** Who manages users sees their e-mail and Plex id; anybody else sees users without them. */
export function userRoutes(world: World): Record<string, Route> {
  const isNew = world.kind !== 'Overseerr'
  const seesWhole = (user: User) => may(user, MAY.manageUsers)
  const managesBoth = (user: User) => may(user, MAY.manageUsers) && may(user, MAY.manageRequests)
  return {
    'GET /api/v1/auth/me': door(world, ({ user }) => userShape(world, user, { settings: true })),
    'GET /api/v1/user': door(
      world,
      ({ c, user, take, skip }) => {
        const q = c.req.query('q')?.toLowerCase()
        const fits = ({ username, email, plexUsername }: User) =>
          q === undefined || [username, email, plexUsername].some((text) => text?.toLowerCase().includes(q))
        const found = [...world.users.values()].filter(fits)
        return paged(found, take, skip, (one: User) => userShape(world, one, { whole: seesWhole(user) }))
      },
      { query: ['take', 'skip', 'sort', ...(isNew ? ['q', 'includeIds', 'sortDirection'] : [])] },
    ),
    'POST /api/v1/user/import-from-plex': door(
      world,
      async ({ c }) => {
        const hasBody = (await c.req.raw.clone().text()) !== ''
        const wanted = hasBody ? (await body(c, imported)).plexIds : undefined
        return importFromPlex(world, wanted).map((user) => userShape(world, user, { whole: false }))
      },
      { bits: [MAY.manageUsers], status: 201 },
    ),
    'GET /api/v1/user/:id': door(world, ({ id, user }) =>
      userShape(world, userOf(world, id), { settings: true, whole: seesWhole(user) }),
    ),
    'GET /api/v1/user/:id/quota': door(world, ({ id, user }) => {
      if (id !== user.id && !managesBoth(user)) {
        throw new Refusal(403, "You do not have permission to view this user's request limits.")
      }
      return quotaOf(world, userOf(world, id))
    }),
    'GET /api/v1/user/:id/requests': door(
      world,
      ({ id, user, take, skip }) => {
        if (id !== user.id && !may(user, MAY.manageRequests, MAY.requestView)) {
          throw new Refusal(403, "You do not have permission to view this user's requests.")
        }
        const found = [...world.requests.values()].filter(({ requestedBy }) => requestedBy.id === id).toReversed()
        return paged(found, take, skip, (request: MediaRequest) => requestShape(world, request))
      },
      { query: ['take', 'skip'], pageSize: 20 },
    ),
  }
}

/**
 * Only the newly made ones come back. Who is known by Plex id or e-mail is brought up to date, a local account becomes
 * one of Plex; who has no e-mail at plex.tv is passed over.
 */
function importFromPlex(world: World, wanted: string[] | undefined): User[] {
  const made: User[] = []
  for (const account of world.plexAccounts()) {
    if (!account.email) continue
    const known = [...world.users.values()].find(
      ({ plexId, email }) => plexId === account.id || email.toLowerCase() === account.email.toLowerCase(),
    )
    if (known) bringUpToDate(known, account)
    else if (!wanted || wanted.includes(String(account.id))) {
      const { id, username, email, thumb } = account
      const avatar = thumb ?? `https://plex.tv/users/${id}/avatar`
      made.push(addUser(world, { plexId: id, plexUsername: username, email, avatar, permissions: USUAL_PERMISSIONS }))
    }
  }
  return made
}

function bringUpToDate(user: User, { id, username, email }: PlexAccount): void {
  Object.assign(user, { email, plexUsername: username })
  if (user.userType === 2) Object.assign(user, { userType: 1, plexId: id })
}
