import { GetNames } from '../../contracts/auth.ts'
import { ListServices, SERVICE_NAMES } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { toConnection } from './connection-shown.ts'
import { settings } from './domain.ts'
import { namesOf } from './names.ts'

export default defineFunction({
  name: 'settings.services',
  summary: 'Lists every service that can be connected, and how it is.',
  domain: settings,
  answers: ListServices,
  calls: [GetNames],
  async run(_input, ctx) {
    const rows = new Map((await ctx.db.selectFrom('service').selectAll().execute()).map((row) => [row.name, row]))
    const names = await namesOf(
      ctx,
      [...rows.values()].map((row) => row.updated_by),
    )
    return { items: SERVICE_NAMES.map((name) => toConnection(name, rows.get(name), names)), nextCursor: null }
  },
})
