import { sql } from 'kysely'
import { CauseChanged, StatusChanged } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { checkThese } from './check-now.ts'
import { status } from './domain.ts'

export default defineFunction({
  name: 'status.check-dependants',
  summary: 'Checks what failed because of a service as soon as that is back.',
  domain: status,
  on: StatusChanged,
  emits: [StatusChanged, CauseChanged],
  // the longest timeout of a monitor is a minute, and its parents may take another
  timeout: '135s',
  async run({ monitorId, from, status: now }, ctx) {
    if (from !== 'offline' || now === 'offline') return
    const rows = await ctx.db
      .selectFrom('monitor')
      .selectAll()
      .where('status', '=', 'offline')
      .where(sql<boolean>`${monitorId}::uuid = any(depends_on)`)
      .execute()
    await checkThese(rows, ctx)
  },
})
