import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import type { CauseChanged, Check, Service, StatusChanged } from '../../contracts/status.ts'
import { rootCause } from './because.ts'
import { decide, type Decision } from './decide.ts'
import type { StatusTables } from './domain.ts'
import { type Family, isDown, loadFamily, toRelative, touch, touchesOf } from './family.ts'
import { type MonitorRow, toTile } from './monitor-row.ts'
import { oneLine } from './one-line.ts'
import { type Recorded, store } from './store-checks.ts'
import { uptimes } from './uptime.ts'

interface Decided {
  row: MonitorRow
  check: Check
  decision: Decision
  /** The row as it stands after the check. */
  next: MonitorRow
}

/** Gives the id of the event, which is that of the transition. */
export type AnnounceChange = (change: InputOf<typeof StatusChanged>) => string
export type AnnounceCause = (change: InputOf<typeof CauseChanged>) => unknown

/**
 * One recorder at a time: whose failure it is hangs on rows of others, which must not change meanwhile. Taken before any
 * row is locked, until the commit.
 */
export const lockRecording = (tx: Transaction<StatusTables>): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('status.record', 0))`.execute(tx)

/**
 * Stores the results of checks with a few statements, however many they are, and announces each change of state, a cause
 * before what it causes. Gives the tiles that changed, also those of others whose cause is another one now. A result
 * whose row is gone, or changed since it was probed, is dropped: it is out of date.
 */
export async function recordChecks(
  tx: Transaction<StatusTables>,
  checks: readonly Check[],
  announce: AnnounceChange,
  announceCause: AnnounceCause = () => {},
): Promise<Service[]> {
  await lockRecording(tx)
  const byId = new Map(checks.map((check) => [check.monitorId, check]))
  const rows = await tx
    .selectFrom('monitor')
    .selectAll()
    .where(sql<boolean>`id = any(${[...byId.keys()]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    // whoever holds a row is about to change it
    .skipLocked()
    .execute()
  const decided = rows.flatMap((row): Decided[] => {
    const check = byId.get(row.id)
    return check?.version === row.version ? [decideOne(row, check)] : []
  })
  if (decided.length === 0) return []
  const family = concernsOthers(decided) ? await loadFamily(tx) : new Map<string, never>()
  const touched = await settleCauses(tx, decided, family)
  for (const one of decided) if (one.decision.changedFrom !== null || hasAnotherCause(one)) one.next.steps += 1
  const recorded = decided
    // what fails by itself is told before what fails because of it
    .toSorted((a, b) => Number(a.next.because_of !== null) - Number(b.next.because_of !== null))
    .map((one): Recorded => {
      const transition = one.decision.changedFrom === null ? null : announce(changeOf(one, one.decision.changedFrom))
      return { ...one, transition }
    })
  await store(tx, recorded)
  for (const one of decided) if (hasAnotherCause(one)) announceCause(causeOf(one.next, new Date(one.check.at)))
  const last = new Date(Math.max(...checks.map(({ at }) => Date.parse(at))))
  for (const { row, told } of touched) if (told) announceCause(causeOf(row, last))
  const shown = [...decided.map(({ next }) => next), ...touched.map(({ row }) => row)]
  const uptime = await uptimes(
    tx,
    last,
    shown.map(({ id }) => id),
  )
  return shown.map((row) => toTile(row, uptime.get(row.id) ?? null))
}

function decideOne(row: MonitorRow, check: Check): Decided {
  const at = new Date(check.at)
  const standing = { ...row, retrySeconds: row.retry_seconds, degradedAboveMs: row.degraded_above_ms }
  const decision = decide(standing, { ...check, error: check.error === null ? null : oneLine(check.error) }, at)
  const { next, changedFrom, retryAt } = decision
  const due = new Date(check.nextCheckAt)
  return {
    row,
    check,
    decision,
    next: {
      ...row,
      version: row.version + 1,
      status: next.status,
      since: next.since,
      response_time_ms: next.responseTimeMs,
      last_check_at: next.lastCheckAt,
      error: next.error,
      recent: next.recent,
      failures: next.failures,
      shaky: next.shaky,
      changes: row.changes + (changedFrom === null ? 0 : 1),
      certificate_ends_at:
        check.certificateEndsAt === null ? row.certificate_ends_at : new Date(check.certificateEndsAt),
      next_check_at: retryAt && retryAt < due ? retryAt : due,
    },
  }
}

/** Whether a result may have to do with monitors beside its own. */
const concernsOthers = (decided: readonly Decided[]): boolean =>
  decided.some(
    ({ row, next }) =>
      isDown(row) !== isDown(next) ||
      row.because_of !== null ||
      (next.status === 'offline' && row.depends_on.length > 0),
  )

/** Puts each failure down to whose it is, in `decided` itself and in the rows of others. */
async function settleCauses(
  tx: Transaction<StatusTables>,
  decided: readonly Decided[],
  family: Family,
): Promise<{ row: MonitorRow; told: boolean }[]> {
  for (const { next } of decided) if (family.has(next.id)) family.set(next.id, toRelative(next))
  for (const { next } of decided) {
    const cause = next.status === 'offline' ? rootCause(next.id, family) : null
    next.because_of = cause?.id ?? null
    next.because_of_name = cause?.name ?? null
  }
  if (!decided.some(({ row, next }) => isDown(row) !== isDown(next))) return []
  const touches = touchesOf(family, new Set(decided.map(({ next }) => next.id)))
  const told = new Set(touches.filter(({ cause }) => cause !== null).map(({ id }) => id))
  const last = new Date(Math.max(...decided.map(({ check }) => Date.parse(check.at))))
  return (await touch(tx, touches, last)).map((row) => ({ row, told: told.has(row.id) }))
}

/** It was not well before and is not now, but for another reason. */
const hasAnotherCause = ({ row, next, decision }: Decided): boolean =>
  decision.changedFrom === null && next.status === 'offline' && row.because_of !== next.because_of

const because = ({ because_of: id, because_of_name: name }: MonitorRow): { id: string; name: string } | null =>
  id === null ? null : { id, name: name ?? '' }

const changeOf = ({ next, check }: Decided, from: Service['status']): InputOf<typeof StatusChanged> => ({
  monitorId: next.id,
  name: next.name,
  version: next.version,
  from,
  status: next.status,
  responseTimeMs: next.response_time_ms,
  error: next.error,
  at: check.at,
  group: next.group_name,
  change: next.changes,
  step: next.steps,
  becauseOf: because(next),
  maintenanceId: next.maintenance_id,
})

const causeOf = (row: MonitorRow, at: Date): InputOf<typeof CauseChanged> => ({
  monitorId: row.id,
  name: row.name,
  version: row.version,
  status: row.status,
  becauseOf: because(row),
  error: row.error,
  at: at.toISOString(),
  group: row.group_name,
  change: row.changes,
  step: row.steps,
})
