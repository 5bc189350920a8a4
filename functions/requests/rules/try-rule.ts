import { sql } from 'kysely'
import { TryApprovalRule } from '../../../contracts/request-rules.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { candidates, withRoles } from './facts.ts'
import { WEEK_MS, wouldApprove } from './fits.ts'
import { contradiction } from './rule.ts'
import { waited } from './waited.ts'

const DAY_MS = 86_400_000
const MOST = 100

export default defineFunction({
  name: 'requests.try-rule',
  summary: 'Asks the evaluator that runs live about each request of the last days, as it was asked.',
  domain: requests,
  acts: TryApprovalRule,
  calls: [GetStandings],
  timeout: '30s',
  async run({ condition, days }, ctx) {
    const wrong = contradiction(condition)
    if (wrong) return ctx.refuse('INVALID', wrong)
    const from = new Date(ctx.now().getTime() - days * DAY_MS)
    // what it approved in the week before counts against a limit by the week
    const since = condition.maxPerWeek === undefined ? from : new Date(from.getTime() - WEEK_MS)
    const found = await candidates(ctx.db, sql`request.created_at >= ${since}`)
    const known =
      condition.roles === undefined ? found : await withRoles(found, (contract, input) => ctx.call(contract, input))
    const within = ({ at }: { at: Date }): boolean => at >= from
    const passed = wouldApprove(condition, known).filter(within)
    const newest = passed.slice(-MOST).toReversed()
    const times = await waited(
      ctx.db,
      newest.map(({ id }) => id),
    )
    return {
      days,
      asked: found.filter(within).length,
      passed: passed.length,
      items: newest.map(({ id, title, mediaType, requestedBy, at, status }) => {
        const waitedMs = times.get(id) ?? null
        return { id, title, mediaType, requestedBy, at: at.toISOString(), status, waitedMs }
      }),
    }
  },
})
