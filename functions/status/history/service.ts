import { sql } from 'kysely'
import { GetService } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { toTile } from '../monitor-row.ts'
import { uptimeOf } from '../uptime.ts'
import { findService } from './find-service.ts'

export default defineFunction({
  name: 'status.service',
  summary: 'Gives one service as it stands, with what it hangs together with.',
  domain: status,
  answers: GetService,
  async run({ service }, ctx) {
    const row = await findService(ctx.db, service)
    if (!row) return ctx.refuse('NOT_FOUND')
    const near = ctx.db
      .selectFrom('monitor')
      .select(['id', 'name', 'status'])
      .orderBy(sql`lower(name)`)
    const [uptime, dependsOn, dependants] = await Promise.all([
      uptimeOf(ctx.db, row.id, ctx.now()),
      near.where(sql<boolean>`id = any(${row.depends_on}::uuid[])`).execute(),
      near.where(sql<boolean>`${row.id}::uuid = any(depends_on)`).execute(),
    ])
    return {
      service: toTile(row, uptime.day),
      uptime,
      certificateEndsAt: row.certificate_ends_at?.toISOString() ?? null,
      dependsOn,
      dependants,
    }
  },
})
