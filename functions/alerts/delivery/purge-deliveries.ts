import { sql } from 'kysely'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

const DAY_MS = 86_400_000

const LEDGER_DAYS = 90
const NOTICE_DAYS = 90
/** Of a channel that is switched off. */
const WAITING_DAYS = 30

export default defineFunction({
  name: 'alerts.purge-deliveries',
  summary: 'Drops old lines of the ledger and old notices.',
  domain: alerts,
  every: '1d',
  timeout: '2m',
  async run(slot, ctx) {
    const before = (days: number): Date => new Date(slot.at.getTime() - days * DAY_MS)
    await ctx.write(async (tx) => {
      await tx
        .updateTable('delivery')
        .set({ state: 'dropped', pinned: null })
        .where('state', '=', 'waiting')
        .where('queued_at', '<', before(WAITING_DAYS))
        .execute()
      // who was told that something began is still to hear of its end
      await sql`
        delete from delivery d where d.queued_at < ${before(LEDGER_DAYS)} and d.state <> 'waiting' and (
          d.transition = 'acknowledged' or d.state in ('dead', 'dropped') or exists (
            select from delivery e where e.alert_id = d.alert_id and e.lane = d.lane and e.transition = 'resolved'
              and e.position >= d.position))`.execute(tx)
      await tx.deleteFrom('notice').where('at', '<', before(NOTICE_DAYS)).execute()
      await sql`delete from lane l where not exists (select from delivery d where d.lane = l.id)`.execute(tx)
    })
  },
})
