import { metrics } from './kuma/metrics.ts'
import { statusPages } from './kuma/pages.ts'
import { serveSocket } from './kuma/socket.ts'
import { KumaWorld } from './kuma/world.ts'
import { basic, empty, type Product, says, text } from './product.ts'

/**
 * An API key is the password of HTTP Basic, under any user name; once there is one, the account's own is refused. It
 * watches two monitors until something else is done in its world.
 */
export function uptimeKuma(): Product & { world: KumaWorld } {
  const world = new KumaWorld()
  const films = world.add({ name: 'Films', url: 'http://127.0.0.1:32400/identity' })
  const braces = world.add({ name: 'Braces {and} "quotes", with a comma', url: 'http://127.0.0.1:9/' })
  world.beat(films.id, { status: 1, ping: 13 })
  world.beat(braces.id, { status: 0 })
  return {
    title: 'Uptime Kuma',
    usualPort: 3001,
    version: '2.5.3',
    credential: 'key',
    api: '/api',
    open: { 'GET /api/entry-page': says({ type: 'entryPage', entryPage: 'dashboard' }), ...statusPages(world) },
    guard(c, { key, username, password }) {
      const given = basic(c)
      const isKey = world.keys && given?.password === key
      const isUser = !world.keys && given?.username === username && given.password === (world.newPassword ?? password)
      return isKey || isUser ? undefined : empty(401, { 'www-authenticate': 'Basic', 'x-powered-by': 'Express' })
    },
    guarded: { 'GET /metrics': (_c, setup) => text(metrics(setup, world)) },
    attach: (server, setup) => serveSocket(server, setup, world),
    world,
  }
}
