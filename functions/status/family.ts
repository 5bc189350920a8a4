import { type Transaction, sql } from 'kysely'
import type { MonitorKind, ServiceState } from '../../contracts/status.ts'
import { type Kin, rootCause } from './because.ts'
import type { StatusTables } from './domain.ts'
import type { MonitorRow } from './monitor-row.ts'

export interface Relative extends Kin {
  status: ServiceState
  becauseOf: string | null
  /** It is asked by us, so it can be asked again. */
  asked: boolean
}

export type Family = Map<string, Relative>

/** Whether it fails, even where that is still put up with. */
export const isDown = ({ status, failures }: Pick<MonitorRow, 'status' | 'failures'>): boolean =>
  status === 'offline' || failures > 0

export const toRelative = (row: Omit<FamilyRow, 'kind'> & { kind: MonitorKind }): Relative => ({
  id: row.id,
  name: row.name,
  dependsOn: row.depends_on,
  down: isDown(row),
  status: row.status,
  becauseOf: row.because_of,
  asked: row.kind !== 'push' && row.source === null,
})

type FamilyRow = Pick<
  MonitorRow,
  'id' | 'name' | 'kind' | 'depends_on' | 'status' | 'failures' | 'because_of' | 'source'
>

/** All monitors that depend on another or are depended on. */
export async function loadFamily(tx: Transaction<StatusTables>): Promise<Family> {
  const { rows } = await sql<FamilyRow>`
    select id, name, kind, depends_on, status, failures, because_of, source from monitor
    where cardinality(depends_on) > 0 or id in (select unnest(depends_on) from monitor)`.execute(tx)
  return new Map(rows.map((row) => [row.id, toRelative(row)]))
}

/** What a change of others means to a monitor that was not checked itself. */
export interface Touch {
  id: string
  /** Its new cause; null where it is to be asked again, as the cause that it had is gone. */
  cause: { id: string; name: string } | null
}

/**
 * Failed monitors whose cause is another one now: those behind a parent that has just failed are told so, and those
 * whose parent is back are asked again before anybody calls it their own failure. `checked` are judged by themselves.
 */
export function touchesOf(family: Family, checked: ReadonlySet<string>): Touch[] {
  return [...family.values()].flatMap((one): Touch[] => {
    if (checked.has(one.id) || one.status !== 'offline') return []
    const cause = rootCause(one.id, family)
    if (cause) return cause.id === one.becauseOf ? [] : [{ id: one.id, cause }]
    return one.becauseOf !== null && one.asked ? [{ id: one.id, cause: null }] : []
  })
}

/** Stores touches, each new cause as a step that is to be announced, and gives the rows as they are then. */
export async function touch(
  tx: Transaction<StatusTables>,
  touches: readonly Touch[],
  now: Date,
): Promise<MonitorRow[]> {
  if (touches.length === 0) return []
  const json = JSON.stringify(
    touches.map(({ id, cause }) => ({ id, cause: cause?.id ?? null, name: cause?.name ?? null })),
  )
  // the version grows, so that a check that began before is out of date
  const { rows } = await sql<MonitorRow>`
    update monitor m set version = m.version + 1, steps = m.steps + (c.cause is not null)::int,
      because_of = coalesce(c.cause, m.because_of), because_of_name = coalesce(c.name, m.because_of_name),
      next_check_at = case when c.cause is null then least(m.next_check_at, ${now}) else m.next_check_at end
    from jsonb_to_recordset(${json}::jsonb) as c(id uuid, cause uuid, name text)
    where m.id = c.id returning m.*`.execute(tx)
  return rows
}
