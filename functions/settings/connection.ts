import { GetConnection } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { settings } from './domain.ts'
import { connected } from './rows.ts'

export default defineFunction({
  name: 'settings.connection',
  summary: 'Tells the domain that speaks with a service how to reach it; credentials stay sealed.',
  domain: settings,
  answers: GetConnection,
  async run({ name }, ctx) {
    const row = await ctx.db.selectFrom('service').selectAll().where('name', '=', name).executeTakeFirst()
    const service = connected(row)
    return row && service ? { ...service, version: row.version } : ctx.refuse('NOT_FOUND')
  },
})
