import { GetTiles } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'
import { toTile } from './monitor-row.ts'
import { uptimes } from './uptime.ts'

export default defineFunction({
  name: 'status.tiles',
  summary: 'Gives every tile with the number of its last change of state.',
  domain: status,
  answers: GetTiles,
  async run(_input, ctx) {
    const rows = await ctx.db.selectFrom('monitor').selectAll().orderBy('id').execute()
    const uptime = await uptimes(ctx.db, ctx.now())
    return {
      items: rows.map((row) => ({
        ...toTile(row, uptime.get(row.id) ?? null),
        change: row.changes,
        step: row.steps,
        certificateEndsAt: row.certificate_ends_at?.toISOString() ?? null,
      })),
    }
  },
})
