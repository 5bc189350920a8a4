import type { Kysely } from 'kysely'
import type { Condition, TryRule } from '../../../contracts/alerts.ts'
import type { AnswerOf } from '../../../contracts/define.ts'
import type { AlertTables } from '../domain.ts'
import { metricOf, TITLES } from './security.ts'

type Tried = AnswerOf<typeof TryRule>

/** More than this are counted and not listed. */
const MOST = 200

/** Every recorded event that a security rule speaks of: each would have been told, until somebody resolved it. */
export async function securityFirings(
  db: Kysely<AlertTables>,
  { events }: Extract<Condition, { kind: 'security' }>,
  from: Date,
): Promise<Pick<Tried, 'since' | 'count' | 'firings'>> {
  const titles = new Map(events.map((event) => [metricOf(event), TITLES[event]]))
  const rows = await db
    .selectFrom('sample')
    .select(['metric', 'at'])
    .where('metric', 'in', [...titles.keys()])
    .where('at', '>=', from)
    .orderBy('at', 'desc')
    .execute()
  const firings = rows.map(({ metric, at }) => ({
    subject: titles.get(metric) ?? metric,
    raisedAt: at.toISOString(),
    // an event is over when it happened
    resolvedAt: at.toISOString(),
    value: null,
    suppressedBy: null,
  }))
  return { since: firings.at(-1)?.raisedAt ?? null, count: firings.length, firings: firings.slice(0, MOST) }
}
