import { GetPublicService } from '../../../contracts/status-page.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { uptimeByDay } from './days.ts'
import { stateOf } from './public-state.ts'
import { openPage, shownBy } from './shown.ts'

export default defineFunction({
  name: 'status.public-service',
  summary: 'Gives state and uptime of one service of the public page; one that it does not show is unknown.',
  domain: status,
  answers: GetPublicService,
  async run({ name }, ctx) {
    const page = await openPage(ctx.db)
    const [row] = page ? await shownBy(ctx.db, page, name) : []
    if (!row) return ctx.refuse('NOT_FOUND')
    const uptime = (await uptimeByDay(ctx.db, [row.id], ctx.now())).get(row.id)
    return { name: row.name, status: stateOf(row), uptimePercentage: uptime?.uptimePercentage ?? null }
  },
})
