import type { Context } from 'hono'
import overseerrPublic from '../fixtures/overseerr-settings-public.json' with { type: 'json' }
import authMe from '../fixtures/seerr-auth-me.json' with { type: 'json' }
import seerrPublic from '../fixtures/seerr-settings-public.json' with { type: 'json' }
import { type Product, type Route, says } from './product.ts'
import { createWebhookAgent } from './seerr-webhook.ts'

/** Numbers of the accounts that a key may act as, by X-Api-User. */
const USERS = new Set(['1', '2'])

/** Overseerr, Jellyseerr or Seerr: told apart by the version and by what their public settings hold. */
export function seerr(title: 'Overseerr' | 'Jellyseerr' | 'Seerr', version: string): Product {
  const publicSettings =
    title === 'Overseerr'
      ? overseerrPublic
      : { ...seerrPublic, applicationTitle: title, mediaServerType: title === 'Seerr' ? 1 : 2 }
  const agent = createWebhookAgent()
  const status: Route = (_c, setup) =>
    Response.json({
      version: setup.version,
      commitTag: 'local',
      updateAvailable: false,
      commitsBehind: 0,
      restartRequired: false,
    })
  return {
    title,
    usualPort: 5055,
    version,
    credential: 'key',
    api: '/api/v1',
    open: {
      'GET /api/v1': says({ api: 'Overseerr API', version: '1.0' }),
      'GET /api/v1/status': strict(status),
      'GET /api/v1/settings/public': strict(says(publicSettings)),
    },
    guard,
    guarded: {
      'GET /api/v1/auth/me': strict(says(authMe)),
      'GET /api/v1/settings/main': strict(
        says(({ key }) => ({ apiKey: key, applicationTitle: title, applicationUrl: '', defaultPermissions: 32 })),
      ),
      'GET /api/v1/request/count': strict(
        says({ total: 0, movie: 0, tv: 0, pending: 0, approved: 0, declined: 0, processing: 0, available: 0 }),
      ),
      'GET /api/v1/request': strict(says({ pageInfo: { pages: 0, pageSize: 10, results: 0, page: 1 }, results: [] }), [
        'take',
        'skip',
        'filter',
        'sort',
        'requestedBy',
      ]),
      'GET /api/v1/settings/notifications/webhook': strict(() => Response.json(agent.shown())),
      'POST /api/v1/settings/notifications/webhook': strict(agent.save),
      'POST /api/v1/settings/notifications/webhook/test': strict(agent.test),
    },
  }
}

/** Without a key the session cookie is missed (401); a wrong key and an unknown account are 403. */
function guard(c: Context, { key }: { key: string }): Response | undefined {
  const sent = c.req.header('x-api-key')
  if (sent === undefined) {
    const message = "cookie 'connect.sid' required"
    return Response.json({ message, errors: [{ path: c.req.path, message }] }, { status: 401 })
  }
  const known = sent === key && USERS.has(c.req.header('x-api-user') ?? '1')
  const error = 'You do not have permission to access this endpoint'
  return known ? undefined : Response.json({ status: 403, error }, { status: 403 })
}

/** Refuses query parameters that the product's own description does not name. */
function strict(route: Route, known: string[] = []): Route {
  return (c, setup) => {
    const unknown = Object.keys(c.req.query()).find((name) => !known.includes(name))
    if (unknown === undefined) return route(c, setup)
    const message = `Unknown query parameter '${unknown}'`
    return Response.json({ message, errors: [{ path: `/query/${unknown}`, message }] }, { status: 400 })
  }
}
