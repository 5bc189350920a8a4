import { AddMonitor, MonitorAdded, type Service } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { dependencyProblem, optionsProblem } from './dependencies.ts'
import { showWindows } from './maintenance/show-windows.ts'
import { toMonitor, toTile } from './monitor-row.ts'
import { newToken, pushPathOf } from './push-token.ts'
import { findByName, settingsOf, taken } from './settings.ts'

export default defineFunction({
  name: 'status.add-monitor',
  summary: 'Adds a monitor under a name that no other has.',
  domain: status,
  on: AddMonitor,
  emits: [MonitorAdded],
  async run(settings, ctx) {
    const now = ctx.now()
    let tile: Service | undefined
    let pushPath: string | null = null
    const monitor = await ctx.write(async (tx) => {
      const { dependsOn = [] } = settings
      const problem =
        optionsProblem(settings.options) ??
        (await dependencyProblem(tx, { id: ctx.meta.id, name: settings.name, dependsOn }))
      if (problem) return ctx.refuse(problem.code, problem.message)
      const other = await findByName(tx, settings.name)
      if (other) return ctx.refuse('CONFLICT', taken(other.name))
      const inserted = await tx
        .insertInto('monitor')
        // the command's own id: who hears 202 knows what to look for
        .values({
          id: ctx.meta.id,
          ...settingsOf(settings, now),
          ...(settings.kind === 'push' ? newToken(ctx) : {}),
          created_at: now,
          version: 1,
          status: 'unknown',
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      // an open window covers it from its first check on
      const [added = inserted] = await showWindows(tx, inserted.id)
      const { id: monitorId, name, version, kind, target, group_name: group } = added
      ctx.emit(MonitorAdded, { monitorId, name, version, kind, target, group })
      tile = toTile(added, null)
      pushPath = pushPathOf(added, ctx)
      return toMonitor(added)
    })
    if (tile) await showTiles(ctx, [tile])
    return { ...monitor, pushPath }
  },
})
