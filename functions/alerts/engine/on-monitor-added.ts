import { MonitorAdded } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { lockEngine } from './engine.ts'

export default defineFunction({
  name: 'alerts.on-monitor-added',
  summary: 'Knows a service from its beginning, so that none of its changes is missed.',
  domain: alerts,
  on: MonitorAdded,
  async run({ monitorId, name, group, version }, ctx) {
    await ctx.write(async (tx) => {
      await lockEngine(tx)
      await tx
        .insertInto('subject')
        .values({
          id: monitorId,
          name,
          group_name: group,
          status: 'unknown',
          since: null,
          error: null,
          because_of: null,
          because_of_name: null,
          windows: [],
          change: 0,
          step: 0,
          cause_version: 0,
          settings_version: version,
          // nothing was seen of it yet
          seen_at: new Date(0),
          differs_since: null,
          removed_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await tx.deleteFrom('sighting').where('id', '=', monitorId).execute()
    })
  },
})
