import config from '../../fixtures/kuma-page-config.json' with { type: 'json' }
import type { Route } from '../product.ts'
import type { KumaWorld } from './world.ts'

const shared = (value: object): Response => Response.json(value, { headers: { 'cache-control': 'public, max-age=60' } })

/** What it publishes to anybody. Of an unknown page one half is 404 and the other empty. */
export function statusPages(world: KumaWorld): Record<string, Route> {
  return {
    'GET /api/status-page/heartbeat/:slug'(c) {
      const ids = (world.pages.get(c.req.param('slug') ?? '') ?? []).flatMap((group) => group.ids)
      const beatsOf = (id: number) =>
        (world.beats.get(id) ?? []).slice(-100).map(({ status, time, ping }) => ({ status, time, msg: '', ping }))
      return shared({
        heartbeatList: Object.fromEntries(ids.map((id) => [id, beatsOf(id)])),
        uptimeList: Object.fromEntries(ids.map((id) => [`${id}_24`, 1])),
      })
    },
    'GET /api/status-page/:slug'(c) {
      const slug = c.req.param('slug') ?? ''
      const groups = world.pages.get(slug)
      if (!groups) return Response.json({ status: 'fail', msg: 'Status Page Not Found' }, { status: 404 })
      const publicGroupList = groups.map(({ name, ids }, i) => ({
        id: i + 1,
        name,
        weight: i + 1,
        monitorList: ids.flatMap((id) => {
          const monitor = world.monitors.get(id)
          return monitor ? [{ id, name: monitor.name, sendUrl: 1, type: monitor.type, url: monitor.url, tags: [] }] : []
        }),
      }))
      return shared({ config: { ...config, slug }, incidents: [], publicGroupList, maintenanceList: [] })
    },
  }
}
