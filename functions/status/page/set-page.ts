import { sql } from 'kysely'
import { SetStatusPage, StatusPageSet } from '../../../contracts/status-page.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { toPage } from './page-row.ts'

export default defineFunction({
  name: 'status.set-page',
  summary: 'Decides what the public status page shows, and whether there is one.',
  domain: status,
  on: SetStatusPage,
  emits: [StatusPageSet],
  async run({ enabled, title, description, groups, responseTimes }, ctx) {
    return ctx.write(async (tx) => {
      const values = {
        enabled,
        title,
        description: description || null,
        groups: [...new Set(groups)],
        response_times: responseTimes,
        updated_at: ctx.now(),
      }
      const row = await tx
        .insertInto('page')
        .values({ ...values, version: 1 })
        .onConflict((is) => is.column('one').doUpdateSet({ ...values, version: sql<number>`page.version + 1` }))
        .returningAll()
        .executeTakeFirstOrThrow()
      ctx.emit(StatusPageSet, { enabled, title, groups: row.groups, version: row.version })
      return toPage(row)
    })
  },
})
