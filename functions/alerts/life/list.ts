import { sql } from 'kysely'
import { type Alert, ListAlerts } from '../../../contracts/alerts.ts'
import { defineFunction } from '../../../bus/index.ts'
import { fromCursor, toCursor } from '../cursor.ts'
import { alerts } from '../domain.ts'

/** What everybody in the house may know of an alert: that there is one, not why, and not who looks after it. */
export const withoutReasons = (alert: Alert): Alert => ({
  ...alert,
  rules: alert.rules.map((rule) => ({ ...rule, value: null, reason: '' })),
  labels: {},
  acknowledgedBy: null,
  resolvedBy: null,
  incidentId: null,
})

export default defineFunction({
  name: 'alerts.list',
  summary: 'Gives a page of the alerts, newest first; to who is no admin only those of services.',
  domain: alerts,
  answers: ListAlerts,
  async run({ state, severity, serviceId, alertId, limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const all = ctx.meta.role === 'admin'
    let query = ctx.db.selectFrom('alert').select(['id', 'raised_at', 'body'])
    if (!all || serviceId !== undefined) query = query.where('subject_kind', '=', 'service')
    if (serviceId !== undefined) query = query.where('subject_id', '=', serviceId)
    if (alertId !== undefined) query = query.where('id', '=', alertId)
    if (severity !== undefined) query = query.where('severity', '=', severity)
    if (state === 'active') query = query.where('state', '<>', 'resolved')
    else if (state !== 'all') query = query.where('state', '=', state)
    if (after) query = query.where(sql<boolean>`(raised_at, id) < (${after.at}, ${after.id}::uuid)`)
    const rows = await query
      .orderBy('raised_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(({ body }) => (all ? body : withoutReasons(body))),
      nextCursor: rows.length > limit && last ? toCursor(last.raised_at, last.id) : null,
    }
  },
})
