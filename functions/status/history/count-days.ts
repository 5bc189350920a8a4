import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { countDays } from './rolled.ts'
import { DAY_MS, later } from './spans.ts'

/** Other systems tell of results of the last days when they are connected. */
const RECOUNTED_MS = 10 * DAY_MS

export default defineFunction({
  name: 'status.count-days',
  summary: 'Adds the hours of the last days up to days, and all hours that no day has yet.',
  domain: status,
  every: '6h',
  catchUp: 'last',
  timeout: '2m',
  async run(_slot, ctx) {
    await ctx.write(async (tx) => {
      const { last } = await tx
        .selectFrom('check_day')
        .select((eb) => eb.fn.max('at').as('last'))
        .executeTakeFirstOrThrow()
      const recounted = later(ctx.now(), -RECOUNTED_MS)
      // a long pause of ours may have begun before the last hours of its day were added
      await countDays(tx, last === null ? new Date(0) : last < recounted ? last : recounted)
    })
  },
})
