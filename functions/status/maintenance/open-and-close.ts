import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { MaintenanceBegan, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import type { Service } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import { toTile } from '../monitor-row.ts'
import { uptimes } from '../uptime.ts'
import { type Moved, showWindows } from './show-windows.ts'
import { activeOf, type MaintenanceRow, stepOf } from './windows.ts'

type Tx = Transaction<StatusTables>

/** Where openings and closings are announced, in the same commit. */
export interface Announcing {
  emit(contract: typeof MaintenanceBegan, data: InputOf<typeof MaintenanceBegan>): unknown
  emit(contract: typeof MaintenanceEnded, data: InputOf<typeof MaintenanceEnded>): unknown
}

/**
 * Waits until nobody else opens or closes windows. First in every transaction that does: two that saw the windows of
 * before each other would open one twice.
 */
export const inTurn = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('status maintenance', 0))`.execute(tx)
}

interface Closed {
  row: MaintenanceRow
  version: number
  at: Date
  /** What it covered, also where another window showed. */
  covered: readonly string[]
}

/**
 * Brings windows and monitors to what the plans say at a moment, and announces each opening and closing once. `gone` is
 * a plan that was just removed. Gives the tiles that changed. Call `inTurn` first.
 */
export async function openAndClose(
  tx: Tx,
  now: Date,
  ctx: Announcing,
  gone: MaintenanceRow | null = null,
): Promise<Service[]> {
  const rows = await tx
    .selectFrom('maintenance')
    .selectAll()
    .where((is) => is.or([is('cron', 'is not', null), is('active_since', 'is not', null), is('ends_at', '>', now)]))
    .orderBy('id')
    .execute()
  const closed: Closed[] = []
  const opened: MaintenanceRow[] = []
  for (const row of rows) {
    const before = activeOf(row)
    const step = stepOf(row, before, now)
    const same = step.active?.until.getTime() === before?.until.getTime()
    if (!step.closed && !step.opens && same) continue
    const version = row.version + 1
    if (step.closed) closed.push({ row, version, at: step.closed, covered: await coveredBy(tx, row) })
    const next = { active_since: step.active?.since ?? null, active_until: step.active?.until ?? null }
    // who closes and opens in one go announces two things, each with its own version
    const after = step.closed && step.opens ? version + 1 : version
    await tx
      .updateTable('maintenance')
      .set({ ...next, version: after })
      .where('id', '=', row.id)
      .execute()
    if (step.opens) opened.push({ ...row, ...next, version: after })
  }
  if (gone?.active_since)
    closed.push({ row: gone, version: gone.version + 1, at: now, covered: await coveredBy(tx, gone) })
  const moved = await showWindows(tx)
  const out = await outOfAll(tx, closed, moved)
  for (const { row, version, at } of closed)
    ctx.emit(MaintenanceEnded, { ...named(row), version, at: at.toISOString(), monitorIds: out.get(row.id) ?? [] })
  // moved to another group, or out of a changed plan: for them it is over though the window stays open
  for (const [id, monitorIds] of out) {
    if (closed.some(({ row }) => row.id === id)) continue
    const row = await tx
      .updateTable('maintenance')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (row) ctx.emit(MaintenanceEnded, { ...named(row), version: row.version, at: now.toISOString(), monitorIds })
  }
  for (const row of opened) await tellBegan(tx, row, now, ctx)
  if (moved.length === 0) return []
  const uptime = await uptimes(
    tx,
    now,
    moved.map(({ monitor }) => monitor.id),
  )
  return moved.map(({ monitor }) => toTile(monitor, uptime.get(monitor.id) ?? null))
}

const named = (row: MaintenanceRow) => ({ maintenanceId: row.id, title: row.title })

async function tellBegan(tx: Tx, row: MaintenanceRow, now: Date, ctx: Announcing): Promise<void> {
  ctx.emit(MaintenanceBegan, {
    ...named(row),
    version: row.version,
    at: now.toISOString(),
    until: row.active_until?.toISOString() ?? null,
    monitorIds: [...(await coveredBy(tx, row))],
  })
}

/** Whose monitors a plan covers, by id; what shows it is among them, whatever the plan says by now. */
async function coveredBy(tx: Tx, row: MaintenanceRow): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('monitor')
    .select('id')
    .where(
      sql<boolean>`${row.everything} or group_name = any(${row.groups}::text[]) or id = any(${row.monitor_ids}::uuid[]) or maintenance_id = ${row.id}`,
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** By the window that let them go: monitors that are in none any more. */
async function outOfAll(
  tx: Tx,
  closed: readonly Closed[],
  moved: readonly Moved[],
): Promise<ReadonlyMap<string, string[]>> {
  const out = new Map<string, Set<string>>()
  const add = (window: string, id: string) => out.set(window, (out.get(window) ?? new Set()).add(id))
  for (const { monitor, before } of moved) if (before && !monitor.maintenance_id) add(before, monitor.id)
  if (closed.length > 0) {
    const free = await tx.selectFrom('monitor').select('id').where('maintenance_id', 'is', null).execute()
    const ids = new Set(free.map(({ id }) => id))
    for (const { row, covered } of closed) for (const id of covered) if (ids.has(id)) add(row.id, id)
  }
  return new Map([...out].map(([window, ids]) => [window, [...ids].toSorted()]))
}
