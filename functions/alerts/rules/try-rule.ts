import { type Condition, METRICS, TryRule } from '../../../contracts/alerts.ts'
import { GetSeries } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { excused, fold, type Observation } from '../engine/evaluate.ts'
import { inScope, ofServices, toRule } from '../engine/rule.ts'
import { exceeds } from '../engine/threshold.ts'
import { HOUSE, SERVICE_METRICS } from '../metrics.ts'
import { securityFirings } from '../security/security-firings.ts'
import { type Recorded, recordedSamples, recordedStory, withExcuses } from './recorded.ts'

const DAY_MS = 86_400_000
const MOST = 200
/** Services whose averages are fetched at once. */
const AT_ONCE = 6

export default defineFunction({
  name: 'alerts.try-rule',
  summary: 'Folds what was recorded with the evaluator that runs live.',
  domain: alerts,
  acts: TryRule,
  calls: [GetSeries],
  timeout: '45s',
  async run({ days, ...given }, ctx) {
    const to = ctx.now()
    const from = new Date(to.getTime() - days * DAY_MS)
    const rule = toRule({ ...given, id: ctx.meta.id })
    const none = { from: from.toISOString(), to: to.toISOString(), since: null, count: 0, firings: [] }
    if (!rule) return none
    if (rule.condition.kind === 'security') return { ...none, ...(await securityFirings(ctx.db, rule.condition, from)) }
    const services = ofServices(rule) ? await servicesOf() : []
    const recorded = await look(rule.condition)
    const found = recorded.flatMap(({ subject, seen }) => {
      const real = fold(rule.watch, seen, to)
      const held = excused(rule.watch, seen, to, real)
      return [...real.map((firing) => ({ ...firing, excuse: null })), ...held]
        .filter((firing) => firing.raisedAt >= from)
        .map(({ raisedAt, resolvedAt, value, excuse }) => ({
          subject,
          raisedAt: raisedAt.toISOString(),
          resolvedAt: resolvedAt?.toISOString() ?? null,
          value,
          suppressedBy: excuse,
        }))
    })
    const begins = recorded.flatMap(({ seen }) => seen[0]?.at.getTime() ?? [])
    const since =
      begins.length === 0
        ? null
        : Math.max(
            from.getTime(),
            begins.reduce((a, b) => Math.min(a, b)),
          )
    return {
      ...none,
      since: since === null ? null : new Date(since).toISOString(),
      count: found.filter(({ suppressedBy }) => suppressedBy === null).length,
      firings: found.toSorted((a, b) => b.raisedAt.localeCompare(a.raisedAt)).slice(0, MOST),
    }

    async function servicesOf() {
      const rows = await ctx.db
        .selectFrom('subject')
        .select(['id', 'name', 'group_name'])
        .where('removed_at', 'is', null)
        .execute()
      return rows.filter((row) => inScope(rule!, { id: row.id, group: row.group_name }))
    }

    async function look(condition: Condition): Promise<Recorded[]> {
      const names = new Map(services.map(({ id, name }) => [id, name]))
      if (condition.kind === 'state') return recordedStory(ctx.db, names, from, (status) => status === condition.state)
      if (condition.kind !== 'threshold') return []
      const { metric } = condition
      const holds = (value: number | null): boolean => exceeds(condition, value)
      if (METRICS[metric].of === 'house')
        return recordedSamples(ctx.db, metric, new Map(Object.entries(HOUSE)), from, holds)
      const excuses = await recordedStory(ctx.db, names, from, () => true)
      const isKept = SERVICE_METRICS[metric as keyof typeof SERVICE_METRICS].recorded
      const values = isKept
        ? await recordedSamples(ctx.db, metric, names, from, holds)
        : await series(metric, condition, holds)
      return withExcuses(values, excuses)
    }

    async function series(
      metric: string,
      limit: { above?: number | undefined; below?: number | undefined },
      holds: (value: number | null) => boolean,
    ): Promise<Recorded[]> {
      const found: Recorded[] = []
      const { above, below } = limit
      const beyond = { value: metric === 'latency' ? ('avgMs' as const) : ('failedPercent' as const), above, below }
      const left = [...services]
      const fetchNext = async (): Promise<void> => {
        for (let next = left.shift(); next; next = left.shift()) {
          const input = { serviceId: next.id, from: from.toISOString(), to: to.toISOString(), beyond }
          const { items } = await ctx.call(GetSeries, input)
          const seen = items.map((item): Observation => {
            const value = metric === 'latency' ? item.avgMs : item.failedPercent
            return { at: new Date(item.at), holds: holds(value), value }
          })
          found.push({ subjectId: next.id, subject: next.name, seen })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, fetchNext))
      return found
    }
  },
})
