import { sql } from 'kysely'
import { MonitorUpdated, type Service, UpdateMonitor } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { toMonitor, toTile } from './monitor-row.ts'
import { belongs, findByName, livesElsewhere, settingsOf, taken } from './settings.ts'
import { uptimes } from './uptime.ts'

export default defineFunction({
  name: 'status.update-monitor',
  summary: 'Replaces the settings of a monitor and keeps its history.',
  domain: status,
  on: UpdateMonitor,
  emits: [MonitorUpdated],
  async run({ id, ...settings }, ctx) {
    const now = ctx.now()
    let tile: Service | undefined
    const monitor = await ctx.write(async (tx) => {
      const other = await findByName(tx, settings.name)
      if (other && other.id !== id) return ctx.refuse('CONFLICT', taken(other.name))
      const own = await tx
        .selectFrom('monitor')
        .select(['name', 'service', 'source'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (own?.service != null) return ctx.refuse('CONFLICT', belongs(own.name))
      if (own?.source != null) return ctx.refuse('CONFLICT', livesElsewhere(own.name))
      const updated = await tx
        .updateTable('monitor')
        .set({ ...settingsOf(settings, now), version: sql<number>`version + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      if (!updated) return ctx.refuse('NOT_FOUND')
      const { name, version, kind, target, group_name: group } = updated
      ctx.emit(MonitorUpdated, { monitorId: id, name, version, kind, target, group })
      tile = toTile(updated, (await uptimes(tx, now, [id])).get(id) ?? null)
      return toMonitor(updated)
    })
    if (tile) await showTiles(ctx, [tile])
    return monitor
  },
})
