import type { Kysely, Selectable } from 'kysely'
import type { Step } from '../../../contracts/history.ts'
import type { ServiceState } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import { type Rolled, spansOf } from './rolled.ts'
import { HOUR_MS, later, SPAN_MS, spanOf, worstOf } from './spans.ts'

type Db = Kysely<StatusTables>
type Result = Selectable<StatusTables['check_result']>

/** Of a long row of checks with the same outcome, so many are told from each end. */
const ENDS = 3

interface Of {
  id: string
  name: string
}

/**
 * The checks that led to a state: the last one before that came out otherwise, and those since. Of results that are no
 * longer kept one by one, the span of the change that is left.
 */
export async function checksOf(db: Db, of: Of, state: ServiceState, changed: Date, at: Date): Promise<Step[]> {
  const results = db.selectFrom('check_result').where('monitor_id', '=', of.id)
  const before = await results
    .selectAll()
    .where('at', '<', changed)
    .where('status', '!=', state)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const row = results
    .where('at', '>', before?.at ?? later(changed, -HOUR_MS))
    .where('at', '<=', at)
    .where('status', '=', state)
  const [first, last, all] = await Promise.all([
    row.selectAll().orderBy('at').limit(ENDS).execute(),
    row.selectAll().orderBy('at', 'desc').limit(ENDS).execute(),
    row.select((eb) => eb.fn.countAll<string>().as('count')).executeTakeFirst(),
  ])
  if (first.length === 0) return [...(before ? [toStep(of, before)] : []), ...(await spanLeft(db, of, changed))]
  const times = new Set(first.map((one) => one.at.getTime()))
  const rest = last.toReversed().filter((one) => !times.has(one.at.getTime()))
  const leftOut = Number(all?.count ?? 0) - first.length - rest.length
  return [
    ...(before ? [toStep(of, before)] : []),
    ...first.map((one) => toStep(of, one)),
    ...rest.map((one, i) => toStep(of, one, i === 0 && leftOut > 0 ? { leftOut } : {})),
  ]
}

/** `leftOut`: how many with the same outcome came between this one and the one told before it. */
const toStep = (of: Of, result: Result, more: { leftOut?: number } = {}): Step => ({
  at: result.at.toISOString(),
  kind: 'check',
  entryId: null,
  type: 'check',
  actor: null,
  serviceId: of.id,
  name: of.name,
  status: result.status,
  error: result.error,
  data: { responseTimeMs: result.response_time_ms, ...(result.excluded ? { inMaintenance: true } : {}), ...more },
})

/** The 5 minutes, or the hour, that the change happened in. */
async function spanLeft(db: Db, of: Of, changed: Date): Promise<Step[]> {
  const from = spanOf(changed, SPAN_MS)
  const [span] = await spansOf(db, of.id, { from, to: later(from, SPAN_MS) }, 1)
  if (span) return [spanStep(of, span, SPAN_MS)]
  const hour = await db
    .selectFrom('check_hour')
    .selectAll()
    .where('monitor_id', '=', of.id)
    .where('at', '=', spanOf(changed, HOUR_MS))
    .executeTakeFirst()
  return hour ? [spanStep(of, hour, HOUR_MS)] : []
}

const spanStep = (of: Of, span: Rolled, lengthMs: number): Step => ({
  at: span.at.toISOString(),
  kind: 'check',
  entryId: null,
  type: 'checks',
  actor: null,
  serviceId: of.id,
  name: of.name,
  status: worstOf(span),
  error: null,
  data: {
    minutes: lengthMs / 60_000,
    checks: span.checks,
    good: span.good,
    degraded: span.degraded,
    excluded: span.excluded,
  },
})
