import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { AddMonitor, MonitorAdded, MonitorRemoved, MonitorUpdated, type Service } from '../../contracts/status.ts'
import type { StatusTables } from './domain.ts'
import { type MonitorRow, toTile } from './monitor-row.ts'
import { findByName, settingsOf } from './settings.ts'
import { uptimes } from './uptime.ts'

type Tx = Transaction<StatusTables>

/** False when something newer was heard of the connection already. */
export async function isNews(tx: Tx, service: string, version: number): Promise<boolean> {
  const noted = await tx
    .insertInto('connection')
    .values({ service, version })
    .onConflict((oc) => oc.column('service').doUpdateSet({ version }).where('connection.version', '<', version))
    .returning('service')
    .executeTakeFirst()
  return noted !== undefined
}

export interface Watched {
  service: string
  title: string
  target: string
  acceptedCodes: string[]
}

interface Announcing {
  meta: { id: string }
  now(): Date
  emit<C extends typeof MonitorAdded | typeof MonitorUpdated>(contract: C, data: InputOf<C>): string
}

/** The monitor of a service as its connection has it now, made where there is none. Null where it stays as it is. */
export async function watch(ctx: Announcing, tx: Tx, watched: Watched): Promise<Service | null> {
  const now = ctx.now()
  const { service, title, target, acceptedCodes } = watched
  const own = await tx.selectFrom('monitor').selectAll().where('service', '=', service).forUpdate().executeTakeFirst()
  if (own && own.target === target && isSame(own.accepted_codes, acceptedCodes)) return null
  const name = own?.name ?? (await freeName(tx, title))
  const settings = settingsOf(AddMonitor.schema.parse({ name, kind: 'http', target, acceptedCodes }), now)
  if (!own) {
    const values = { id: ctx.meta.id, ...settings, created_at: now, version: 1, status: 'unknown' as const, service }
    const added = await tx.insertInto('monitor').values(values).returningAll().executeTakeFirstOrThrow()
    ctx.emit(MonitorAdded, facts(added))
    return toTile(added, null)
  }
  const updated = await tx
    .updateTable('monitor')
    .set({ ...settings, version: sql<number>`version + 1` })
    .where('id', '=', own.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  ctx.emit(MonitorUpdated, facts(updated))
  return toTile(updated, (await uptimes(tx, now, [own.id])).get(own.id) ?? null)
}

/** Takes the monitor of a service away. Gives its id, null where there was none. */
export async function unwatch(
  ctx: { emit(contract: typeof MonitorRemoved, data: InputOf<typeof MonitorRemoved>): string },
  tx: Tx,
  service: string,
): Promise<string | null> {
  const removed = await tx
    .deleteFrom('monitor')
    .where('service', '=', service)
    .returning(['id', 'name', 'version'])
    .executeTakeFirst()
  if (!removed) return null
  ctx.emit(MonitorRemoved, { monitorId: removed.id, name: removed.name, version: removed.version + 1 })
  return removed.id
}

const facts = ({ id, name, version, kind, target, group_name }: MonitorRow) => ({
  monitorId: id,
  name,
  version,
  kind,
  target,
  group: group_name,
})

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

/** The service's own name, or beside a monitor that somebody made under it `Sonarr (connected)`. */
async function freeName(tx: Tx, title: string): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    const name = [title, `${title} (connected)`][turn] ?? `${title} (connected ${turn})`
    if (!(await findByName(tx, name))) return name
  }
}
