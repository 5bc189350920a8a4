import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { ChangeIncident, IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { type Engine, inEngine, touch } from '../engine/engine.ts'
import type { IncidentRow } from '../engine/incidents.ts'
import { addEntry } from '../engine/timeline.ts'
import { findIncident } from './read.ts'

export default defineFunction({
  name: 'alerts.change-incident',
  summary: 'Renames, publishes, closes or opens an incident again.',
  domain: alerts,
  on: ChangeIncident,
  emits: [IncidentChanged, AlertTransitioned],
  async run({ id, title, published, state }, ctx) {
    return inEngine(ctx, ctx.meta.actor, async (engine) => {
      const row = await engine.tx.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      const refusal = state === undefined || state === row.state ? null : await whyNot(engine, row, state)
      if (refusal) return ctx.refuse('CONFLICT', refusal)
      const about = engine.now.toISOString()
      const entry = { at: engine.now, about, actor: engine.actor }
      await engine.tx
        .updateTable('incident')
        .set({
          title: title ?? row.title,
          published: published ?? row.published,
          state: state ?? row.state,
          resolved_at:
            state === 'resolved' ? (row.resolved_at ?? engine.now) : state === 'open' ? null : row.resolved_at,
        })
        .where('id', '=', id)
        .execute()
      if (published !== undefined && published !== row.published) {
        const text = published ? 'Published on the status page.' : 'Taken off the status page.'
        await addEntry(engine, id, { ...entry, kind: 'published', text })
      }
      if (state === 'resolved' && row.state === 'open') {
        await endAll(engine, id)
        await addEntry(engine, id, { ...entry, kind: 'resolved', text: 'The incident was closed by hand.' })
      }
      if (state === 'open' && row.state === 'resolved')
        await addEntry(engine, id, { ...entry, kind: 'reopened', text: 'The incident was opened again by hand.' })
      const turned = state !== undefined && state !== row.state
      await touch(engine, id, turned ? (state === 'open' ? 'reopened' : 'resolved') : 'changed')
      return (await findIncident(engine.tx, id))!
    })
  },
})

const endAll = (engine: Engine, id: string) =>
  engine.tx
    .updateTable('incident_affected')
    .set({ until: engine.now })
    .where('incident_id', '=', id)
    .where('until', 'is', null)
    .execute()

async function whyNot(engine: Engine, row: IncidentRow, state: 'open' | 'resolved'): Promise<string | null> {
  if (!row.automatic) return null
  if (state === 'open')
    return 'An incident that alerts opened comes back by itself when one of them does. Open one by hand instead.'
  const open = await engine.tx
    .selectFrom('alert')
    .select('id')
    .where('incident_id', '=', row.id)
    .where('state', '<>', 'resolved')
    .execute()
  if (open.length === 0) return null
  const many = open.length === 1 ? 'An alert of it is' : `${open.length} alerts of it are`
  return `${many} not resolved yet: resolve ${open.length === 1 ? 'that' : 'those'} first, or wait until it is over.`
}
