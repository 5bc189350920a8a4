import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { readInfluence } from './influences.ts'

export default defineFunction({
  name: 'status.note-influences',
  summary: 'Notes what may explain a state: settings, monitors, maintenance, other causes.',
  domain: status,
  projects: 'journal',
  async run(entries, ctx) {
    const rows = entries.flatMap(({ kind, id, time, type, actor, data }) => {
      const influence = kind === 'event' ? readInfluence(type, data) : null
      if (!influence) return []
      const { monitorId = null, service = null, at, data: shown } = influence
      const when = at === undefined ? time : new Date(at)
      return [{ id, at: when, type, monitor_id: monitorId, service, actor, data: shown }]
    })
    if (rows.length === 0) return
    await ctx.write(async (tx) => {
      await tx
        .insertInto('influence')
        .values(rows)
        .onConflict((oc) => oc.column('id').doNothing())
        .execute()
    })
  },
})
