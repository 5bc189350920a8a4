import { sql } from 'kysely'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

const DAY_MS = 86_400_000
/** As far as rules are tried on. */
const RECORD_DAYS = 31
const ALERT_DAYS = 365

export default defineFunction({
  name: 'alerts.purge-alerts',
  summary: 'Forgets records that no rule is tried on any more, and what was over a year ago.',
  domain: alerts,
  every: '6h',
  timeout: '2m',
  async run(slot, ctx) {
    const daysAgo = (days: number): Date => new Date(slot.at.getTime() - days * DAY_MS)
    const records = daysAgo(RECORD_DAYS)
    await ctx.write(async (tx) => {
      // what was in force when the time begins stays
      await sql`
        delete from story s where at < ${records} and exists (
          select 1 from story n where n.subject_id = s.subject_id and n.at < ${records}
            and (n.at, n.ordinal) > (s.at, s.ordinal))`.execute(tx)
      await sql`
        delete from sample s where at < ${records} and exists (
          select 1 from sample n where n.metric = s.metric and n.subject_id = s.subject_id
            and n.at < ${records} and n.at > s.at)`.execute(tx)
      await tx.deleteFrom('failed_sign_in').where('at', '<', daysAgo(1)).execute()
      await tx.deleteFrom('broken_token').where('broken', '=', false).where('at', '<', records).execute()
      await tx.deleteFrom('subject').where('removed_at', '<', records).execute()
      const old = daysAgo(ALERT_DAYS)
      await tx.deleteFrom('maintenance_window').where('open', '=', false).where('at', '<', records).execute()
      await sql`delete from alert where state = 'resolved' and (body->>'resolvedAt')::timestamptz < ${old}`.execute(tx)
      await sql`
        delete from incident i where state = 'resolved' and resolved_at < ${old}
          and not exists (select 1 from alert a where a.incident_id = i.id)`.execute(tx)
    })
  },
})
