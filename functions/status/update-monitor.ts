import { sql } from 'kysely'
import { MonitorUpdated, type Service, UpdateMonitor } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { dependencyProblem, optionsProblem } from './dependencies.ts'
import { toMonitor, toTile } from './monitor-row.ts'
import { newToken, pushPathOf } from './push-token.ts'
import { belongs, findByName, livesElsewhere, settingsOf, taken } from './settings.ts'
import { uptimes } from './uptime.ts'

const NO_TOKEN = { push_token: null, push_token_hash: null, called_at: null }

export default defineFunction({
  name: 'status.update-monitor',
  summary: 'Replaces the settings of a monitor and keeps its history.',
  domain: status,
  on: UpdateMonitor,
  emits: [MonitorUpdated],
  async run({ id, ...settings }, ctx) {
    const now = ctx.now()
    let tile: Service | undefined
    let pushPath: string | null = null
    const monitor = await ctx.write(async (tx) => {
      const { dependsOn = [], kind: newKind, target: newTarget } = settings
      const problem =
        optionsProblem(settings.options) ?? (await dependencyProblem(tx, { id, name: settings.name, dependsOn }))
      if (problem) return ctx.refuse(problem.code, problem.message)
      const other = await findByName(tx, settings.name)
      if (other && other.id !== id) return ctx.refuse('CONFLICT', taken(other.name))
      const own = await tx.selectFrom('monitor').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      if (!own) return ctx.refuse('NOT_FOUND')
      if (own.source !== null) return ctx.refuse('CONFLICT', livesElsewhere(own.name))
      const moves = own.kind !== newKind || own.target !== newTarget
      if (own.service !== null && moves) return ctx.refuse('CONFLICT', belongs(own.name))
      const pushed = newKind !== 'push' ? NO_TOKEN : own.push_token === null ? newToken(ctx) : {}
      const updated = await tx
        .updateTable('monitor')
        .set({
          ...settingsOf(settings, now),
          ...pushed,
          ...(moves ? { certificate_ends_at: null } : {}),
          version: sql<number>`version + 1`,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      const { name, version, kind, target, group_name: group } = updated
      ctx.emit(MonitorUpdated, { monitorId: id, name, version, kind, target, group })
      tile = toTile(updated, (await uptimes(tx, now, [id])).get(id) ?? null)
      pushPath = pushPathOf(updated, ctx)
      return toMonitor(updated)
    })
    if (tile) await showTiles(ctx, [tile])
    return { ...monitor, pushPath }
  },
})
