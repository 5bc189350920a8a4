import type { Context } from 'hono'
import overseerrPublic from '../fixtures/overseerr-settings-public.json' with { type: 'json' }
import seerrPublic from '../fixtures/seerr-settings-public.json' with { type: 'json' }
import { type Product, says } from './product.ts'
import { createWebhookAgent } from './seerr-webhook.ts'
import { door } from './seerr/answering.ts'
import { seerrControls, type SeerrControls } from './seerr/controls.ts'
import { type Kind, MAY } from './seerr/entities.ts'
import { issueRoutes } from './seerr/issue-routes.ts'
import { mediaRoutes } from './seerr/media-routes.ts'
import { createOutbox } from './seerr/outbox.ts'
import type { Picture } from './seerr/pictures.ts'
import { requestRoutes } from './seerr/request-routes.ts'
import { pictureRoutes, titleRoutes } from './seerr/title-routes.ts'
import { userRoutes } from './seerr/user-routes.ts'
import { createWorld, type World, type WorldOptions } from './seerr/world.ts'

export interface SeerrOptions extends WorldOptions {
  /** What it calls itself on its page; the product's name by default. */
  applicationTitle?: string
  /** Draws posters; a few pixels of one colour by default. */
  picture?: Picture
  /** Decides which notifications are lost and in which order they go; `Math.random` by default. */
  random?: () => number
}

/** Overseerr, Jellyseerr or Seerr: told apart by the version and by what their public settings hold. */
export function seerr(
  title: Kind,
  version: string,
  { picture, random, applicationTitle = title, ...options }: SeerrOptions = {},
): Product & { seerr: SeerrControls } {
  const publicSettings =
    title === 'Overseerr'
      ? { ...overseerrPublic, applicationTitle }
      : { ...seerrPublic, applicationTitle, mediaServerType: title === 'Seerr' ? 1 : 2 }
  const world = createWorld(title, version, options)
  const agent = createWebhookAgent()
  const outbox = createOutbox((notice) => agent.notify(notice), random)
  world.notify = (notice) => outbox.add(notice)
  // what needs no key is checked as strictly as the rest
  const strict = (given: Parameters<typeof door>[1]) => door(world, given)
  const onlyAdmins = { bits: [MAY.admin] }
  return {
    title,
    usualPort: 5055,
    version,
    credential: 'key',
    api: '/api/v1',
    open: {
      'GET /api/v1': says({ api: 'Overseerr API', version: '1.0' }),
      'GET /api/v1/status': strict(({ setup }) => ({
        version: setup.version,
        commitTag: 'local',
        updateAvailable: false,
        commitsBehind: 0,
        restartRequired: false,
      })),
      'GET /api/v1/settings/public': strict(() => publicSettings),
      ...pictureRoutes(world, picture),
    },
    guard: (c, { key }) => guard(c, key, world),
    guarded: {
      'GET /api/v1/settings/main': door(
        world,
        ({ setup }) => ({
          apiKey: setup.key,
          applicationTitle,
          applicationUrl: '',
          defaultPermissions: MAY.request,
        }),
        onlyAdmins,
      ),
      'GET /api/v1/settings/notifications/webhook': door(world, () => agent.shown(), onlyAdmins),
      'POST /api/v1/settings/notifications/webhook': door(world, ({ c }) => agent.save(c), onlyAdmins),
      'POST /api/v1/settings/notifications/webhook/test': door(world, ({ c }) => agent.test(c), onlyAdmins),
      ...requestRoutes(world),
      ...mediaRoutes(world),
      ...issueRoutes(world),
      ...userRoutes(world),
      ...titleRoutes(world),
      'GET /api/v1/service/radarr': door(world, () => [service(world, 'Radarr')]),
      'GET /api/v1/service/sonarr': door(world, () => [service(world, 'Sonarr')]),
    },
    seerr: seerrControls(world, outbox),
  }
}

/** Without a key the session cookie is missed (401); a wrong key and an unknown account are 403. */
function guard(c: Context, key: string, world: World): Response | undefined {
  const sent = c.req.header('x-api-key')
  if (sent === undefined) {
    const message = "cookie 'connect.sid' required"
    return Response.json({ message, errors: [{ path: c.req.path, message }] }, { status: 401 })
  }
  const known = sent === key && world.users.has(Number(c.req.header('x-api-user') ?? '1'))
  const error = 'You do not have permission to access this endpoint'
  return known ? undefined : Response.json({ status: 403, error }, { status: 403 })
}

function service(world: World, name: 'Radarr' | 'Sonarr'): object {
  return {
    id: 0,
    name,
    is4k: false,
    isDefault: true,
    activeDirectory: name === 'Radarr' ? '/media/Films' : '/media/Series',
    activeProfileId: 1,
    activeTags: [],
    ...(name === 'Sonarr'
      ? { activeAnimeProfileId: null, activeAnimeDirectory: null, activeLanguageProfileId: 1 }
      : {}),
    ...(world.kind === 'Overseerr' ? {} : { isOverride: false }),
  }
}
