import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { MaintenanceBegan, MaintenanceEnded } from '../../../contracts/maintenance.ts'
import type { Service } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import { toTile } from '../monitor-row.ts'
import { uptimes } from '../uptime.ts'
import { showWindows } from './show-windows.ts'
import { activeOf, type MaintenanceRow, stepOf } from './windows.ts'

type Tx = Transaction<StatusTables>

/** Where openings and closings are announced, in the same commit. */
export interface Announcing {
  emit(contract: typeof MaintenanceBegan, data: InputOf<typeof MaintenanceBegan>): unknown
  emit(contract: typeof MaintenanceEnded, data: InputOf<typeof MaintenanceEnded>): unknown
}

/**
 * Brings windows and monitors to what the plans say at a moment, and announces each opening and closing once. What an
 * open window covers may change: its beginning is announced again then, with all that it covers now. Gives the tiles that
 * changed. Call `lockRecording` first: two that saw the windows of before each other would open one twice, and who
 * records checks holds rows of monitors.
 */
export async function openAndClose(tx: Tx, now: Date, ctx: Announcing): Promise<Service[]> {
  const rows = await tx
    .selectFrom('maintenance')
    .selectAll()
    .where((is) => is.or([is('cron', 'is not', null), is('active_since', 'is not', null), is('ends_at', '>', now)]))
    .orderBy('id')
    .execute()
  for (const row of rows) await bringUpToDate(tx, row, now, ctx)
  return showAgain(tx, now)
}

/** Tells that an open window is over. */
export function tellEnded(ctx: Announcing, row: MaintenanceRow, version: number, at: Date): void {
  ctx.emit(MaintenanceEnded, {
    maintenanceId: row.id,
    title: row.title,
    version,
    at: at.toISOString(),
    monitorIds: row.covered,
  })
}

/** The tiles of monitors whose window is another one now. */
export async function showAgain(tx: Tx, now: Date): Promise<Service[]> {
  const monitors = await showWindows(tx)
  if (monitors.length === 0) return []
  const ids = monitors.map(({ id }) => id)
  const uptime = await uptimes(tx, now, ids)
  return monitors.map((monitor) => toTile(monitor, uptime.get(monitor.id) ?? null))
}

async function bringUpToDate(tx: Tx, row: MaintenanceRow, now: Date, ctx: Announcing): Promise<void> {
  const before = activeOf(row)
  const { closed, opens, active } = stepOf(row, before, now)
  const covered = active ? await coveredBy(tx, row) : []
  const other = !closed && covered.join() !== row.covered.join()
  const prolonged = active?.until.getTime() !== before?.until.getTime()
  if (!closed && !opens && !other && !prolonged) return
  let { version } = row
  if (closed) tellEnded(ctx, row, ++version, closed)
  version += 1
  const { since = null, until = null } = active ?? {}
  if (active && (opens || other))
    ctx.emit(MaintenanceBegan, {
      maintenanceId: row.id,
      title: row.title,
      version,
      at: now.toISOString(),
      until: until?.toISOString() ?? null,
      monitorIds: covered,
    })
  await tx
    .updateTable('maintenance')
    .set({ active_since: since, active_until: until, covered, version })
    .where('id', '=', row.id)
    .execute()
}

async function coveredBy(tx: Tx, { everything, groups, monitor_ids: ids }: MaintenanceRow): Promise<string[]> {
  const rows = await tx
    .selectFrom('monitor')
    .select('id')
    .where(sql<boolean>`${everything} or group_name = any(${groups}::text[]) or id = any(${ids}::uuid[])`)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
