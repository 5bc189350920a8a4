import { GetSeries } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { averageOf, spansOf } from './rolled.ts'

export default defineFunction({
  name: 'status.series',
  summary:
    'Gives averages and shares of failures of a service by 5 minutes; spans without a check that counts are left out.',
  domain: status,
  answers: GetSeries,
  async run({ serviceId, from, to }, ctx) {
    const spans = await spansOf(ctx.db, serviceId, { from: new Date(from), to: new Date(to) })
    return {
      items: spans
        .filter(({ checks }) => checks > 0)
        .map((span) => ({
          at: span.at.toISOString(),
          avgMs: averageOf(span),
          failedPercent: ((span.checks - span.good) / span.checks) * 100,
        })),
    }
  },
})
