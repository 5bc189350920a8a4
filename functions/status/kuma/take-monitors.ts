import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Insertable, sql } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { KumaMonitor } from '../../../contracts/kuma.ts'
import { MonitorAdded, MonitorRemoved, MonitorUpdated, StatusChanged } from '../../../contracts/status.ts'
import type { StatusTables } from '../domain.ts'
import type { MonitorRow } from '../monitor-row.ts'
import { settingsOf } from '../settings.ts'
import { lockMonitors, NEVER, SOURCE, type Tx } from './source.ts'
import { NO_GROUP } from './to-monitor.ts'

type Announced = typeof MonitorAdded | typeof MonitorUpdated | typeof MonitorRemoved | typeof StatusChanged

export interface Announcing {
  emit<C extends Announced>(contract: C, data: InputOf<C>): string
}

interface View {
  complete: boolean
  items: readonly KumaMonitor[]
}

/**
 * Brings its monitors on our board to what it says. A complete view also changes and removes; a partial one only adds
 * what is new. One that is paused when it is first seen is not added; one that is paused later keeps its history and is
 * unknown. Gives the ids of what is to be shown again.
 */
export async function takeMonitors(tx: Tx, ctx: Announcing, view: View, now: Date): Promise<string[]> {
  const { complete } = view
  const rows = await lockMonitors(tx)
  const taken = new Set(await namesInUse(tx))
  const left = new Map(rows.map((row) => [row.source_id, row]))
  const added: Insertable<StatusTables['monitor']>[] = []
  const shown: string[] = []
  for (const item of new Map(view.items.map((one) => [one.id, one])).values()) {
    const row = left.get(item.id) ?? byName(left, item)
    if (row) {
      left.delete(row.source_id)
      if (complete && (await change(tx, ctx, row, item, taken, now))) shown.push(row.id)
    } else if (item.active)
      added.push({
        ...columnsOf(item, freeName(item.name, taken), now),
        ...FIRST,
        id: randomUUID(),
        source_id: item.id,
        created_at: now,
      })
  }
  for (let i = 0; i < added.length; i += 200) {
    const inserted = await tx
      .insertInto('monitor')
      .values(added.slice(i, i + 200))
      .returningAll()
      .execute()
    for (const row of inserted) ctx.emit(MonitorAdded, factsOf(row))
    shown.push(...inserted.map(({ id }) => id))
  }
  if (complete) await removeMonitors(tx, ctx, [...left.values()])
  return shown
}

const FIRST = { version: 1, status: 'unknown', source: SOURCE } as const

/** Takes them off the board with their history; the events clear their tiles. */
export async function removeMonitors(
  tx: Tx,
  ctx: { emit(contract: typeof MonitorRemoved, data: InputOf<typeof MonitorRemoved>): string },
  rows: readonly MonitorRow[],
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx
    .deleteFrom('monitor')
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  for (const { id, name, version } of rows) ctx.emit(MonitorRemoved, { monitorId: id, name, version: version + 1 })
}

/** Before version 2 its metrics have no ids, so the same monitor may come under its name or under its id. */
function byName(rows: ReadonlyMap<string | null, MonitorRow>, { id, name }: KumaMonitor): MonitorRow | undefined {
  if (!id.startsWith('name:')) return rows.get(`name:${name}`)
  return [...rows.values()].find((row) => isNamed(row.name, name))
}

const SUFFIX = ' (Uptime Kuma'

/** A name that no other monitor has, noted as taken. */
function freeName(name: string, taken: Set<string>): string {
  const short = name.slice(0, 60)
  for (let turn = 0; ; turn += 1) {
    const free = turn === 0 ? name : turn === 1 ? `${short}${SUFFIX})` : `${short}${SUFFIX} ${turn})`
    if (taken.has(free.toLowerCase())) continue
    taken.add(free.toLowerCase())
    return free
  }
}

/** Whether a name on our board is what has become of a name over there. */
const isNamed = (ours: string, theirs: string): boolean =>
  ours === theirs || (ours.startsWith(`${theirs.slice(0, 60)}${SUFFIX}`) && ours.endsWith(')'))

async function namesInUse(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('monitor').select('name').execute()
  return rows.map(({ name }) => name.toLowerCase())
}

const columnsOf = (item: KumaMonitor, name: string, now: Date) => ({
  ...settingsOf({ ...item, name, group: item.group ?? NO_GROUP }, now),
  next_check_at: NEVER,
})

/** What of a row is as over there; the rest is how it stands. */
const COMPARED = [
  'name',
  'kind',
  'target',
  'interval_seconds',
  'timeout_ms',
  'group_name',
  'accepted_codes',
  'options',
] as const

async function change(
  tx: Tx,
  ctx: Announcing,
  row: MonitorRow,
  item: KumaMonitor,
  taken: Set<string>,
  now: Date,
): Promise<boolean> {
  const name = isNamed(row.name, item.name) ? row.name : freeName(item.name, taken)
  const { next_check_at: _, retries: __, ...columns } = columnsOf(item, name, now)
  const differs = COMPARED.some((column) => !isDeepStrictEqual(row[column], columns[column]))
  const paused = !item.active
  if (!differs && row.paused === paused && row.source_id === item.id) return false
  const updated = await tx
    .updateTable('monitor')
    .set({ ...(differs ? columns : {}), source_id: item.id, paused, version: sql<number>`version + 1` })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (differs) ctx.emit(MonitorUpdated, factsOf(updated))
  if (paused !== row.paused) await pause(tx, ctx, updated, now)
  return true
}

const PAUSED = 'Paused in Uptime Kuma.'

/** Nobody looks at it any more, or it is looked at again: its next beat says how it is. */
async function pause(tx: Tx, ctx: Announcing, row: MonitorRow, now: Date): Promise<void> {
  const { paused, status: from } = row
  const error = paused ? PAUSED : null
  const stands = { error, response_time_ms: null, because_of: null, because_of_name: null, failures: 0 }
  const left = paused && from !== 'unknown'
  const [changes, steps] = left ? [row.changes + 1, row.steps + 1] : [row.changes, row.steps]
  await tx
    .updateTable('monitor')
    .set({
      ...stands,
      changes,
      steps,
      next_check_at: NEVER,
      ...(left ? { status: 'unknown' as const, since: now } : {}),
    })
    .where('id', '=', row.id)
    .execute()
  if (!left) return
  const { id: monitorId, name, version, group_name: group } = row
  const said = { from, status: 'unknown' as const, responseTimeMs: null, error, at: now.toISOString() }
  const id = ctx.emit(StatusChanged, {
    monitorId,
    name,
    version,
    group,
    ...said,
    change: changes,
    step: steps,
    becauseOf: null,
    maintenanceId: row.maintenance_id,
  })
  await tx
    .insertInto('transition')
    .values({
      id,
      monitor_id: monitorId,
      change: changes,
      at: now,
      from_status: from,
      status: 'unknown',
      response_time_ms: null,
      error,
      because_of: null,
      because_of_name: null,
      maintenance_id: row.maintenance_id,
    })
    .execute()
}

const factsOf = ({ id, name, version, kind, target, group_name }: MonitorRow) => ({
  monitorId: id,
  name,
  version,
  kind,
  target,
  group: group_name,
})
