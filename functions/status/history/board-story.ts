import { GetBoardStory } from '../../../contracts/history.ts'
import type { ServiceState } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { rangeOf } from './moments.ts'
import { changesOf, oldestMoment, type Tally } from './story.ts'
import { DAY_MS } from './spans.ts'
import { stoodAt } from './standing-at.ts'

/** More changes than a page of the scrubber has pixels for, by far. */
const LONGEST_DAYS = 93

export default defineFunction({
  name: 'status.board-story',
  summary: 'Gives how many services were in which state over time, for whoever looks for the hour that was not well.',
  domain: status,
  answers: GetBoardStory,
  async run(asked, ctx) {
    const range = rangeOf(asked, DAY_MS, ctx.now())
    if (typeof range === 'string') return ctx.refuse('INVALID', range)
    if (range.to.getTime() - range.from.getTime() > LONGEST_DAYS * DAY_MS)
      return ctx.refuse('INVALID', `Ask for at most ${LONGEST_DAYS} days at once.`)
    const [standing, since] = await Promise.all([stoodAt(ctx.db, range.from), oldestMoment(ctx.db)])
    const first: Tally = { online: 0, offline: 0, degraded: 0, unknown: 0 }
    for (const { stood } of standing as { stood: ServiceState }[]) first[stood] += 1
    const changes = await changesOf(ctx.db, range, first)
    return {
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      since: since?.toISOString() ?? null,
      items: [{ at: range.from, ...first }, ...changes].map(({ at, ...tally }) => ({ at: at.toISOString(), ...tally })),
    }
  },
})
