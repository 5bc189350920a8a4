import { GetSeries } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { crossings } from './crossings.ts'
import { averageOf, type Rolled, spansOf } from './rolled.ts'

export default defineFunction({
  name: 'status.series',
  summary:
    'Gives averages and shares of failures of a service by 5 minutes; spans without a check that counts are left out.',
  domain: status,
  answers: GetSeries,
  async run({ serviceId, from, to, beyond }, ctx) {
    const spans = await spansOf(ctx.db, serviceId, { from: new Date(from), to: new Date(to) })
    const counted = spans.filter(({ checks }) => checks > 0)
    const told = beyond
      ? crossings(counted, beyond, (span) => (beyond.value === 'avgMs' ? averageOf(span) : failedPercentOf(span)))
      : counted
    return {
      items: told.map((span) => ({
        at: span.at.toISOString(),
        avgMs: averageOf(span),
        failedPercent: failedPercentOf(span),
      })),
    }
  },
})

const failedPercentOf = ({ checks, good }: Rolled): number => ((checks - good) / checks) * 100
