import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { codesOf } from '../../contracts/monitor-kinds.ts'
import type { ServiceName } from '../../contracts/services.ts'
import { AddMonitor, MonitorAdded, MonitorRemoved, MonitorUpdated, type Service } from '../../contracts/status.ts'
import type { StatusTables } from './domain.ts'
import { forgetParent } from './forget-parent.ts'
import { showWindows } from './maintenance/show-windows.ts'
import { leaseEnd, type MonitorRow, toTile } from './monitor-row.ts'
import { lockRecording } from './record.ts'
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
  service: ServiceName
  title: string
  url: string
}

interface Announcing {
  meta: { id: string }
  now(): Date
  emit<C extends typeof MonitorAdded | typeof MonitorUpdated>(contract: C, data: InputOf<C>): string
}

/** The monitor of a service as its connection has it now, made where there is none. Gives its tile where it changed. */
export async function watch(ctx: Announcing, tx: Tx, watched: Watched): Promise<Service[]> {
  const now = ctx.now()
  const { service, title, url: target } = watched
  const own = await tx.selectFrom('monitor').selectAll().where('service', '=', service).forUpdate().executeTakeFirst()
  if (own?.kind === service && own.target === target) return []
  if (!own) {
    const name = await freeName(tx, title)
    const settings = settingsOf(AddMonitor.schema.parse({ name, kind: service, target }), now)
    const values = { id: ctx.meta.id, ...settings, created_at: now, version: 1, status: 'unknown' as const, service }
    const inserted = await tx.insertInto('monitor').values(values).returningAll().executeTakeFirstOrThrow()
    const [added = inserted] = await showWindows(tx, inserted.id)
    ctx.emit(MonitorAdded, facts(added))
    return [toTile(added, null)]
  }
  const updated = await tx
    .updateTable('monitor')
    .set({
      kind: service,
      target,
      // what a person chose stays
      ...(own.kind === service ? {} : { accepted_codes: [...codesOf(service)] }),
      certificate_ends_at: null,
      updated_at: now,
      next_check_at: leaseEnd(own, now),
      version: sql<number>`version + 1`,
    })
    .where('id', '=', own.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  ctx.emit(MonitorUpdated, facts(updated))
  return [toTile(updated, (await uptimes(tx, now, [own.id])).get(own.id) ?? null)]
}

/** Takes the monitor of a service away. Gives the tiles of others that changed by it. */
export async function unwatch(
  ctx: { emit(contract: typeof MonitorRemoved, data: InputOf<typeof MonitorRemoved>): string; now(): Date },
  tx: Tx,
  service: string,
): Promise<Service[]> {
  await lockRecording(tx)
  const removed = await tx
    .deleteFrom('monitor')
    .where('service', '=', service)
    .returning(['id', 'name', 'version'])
    .executeTakeFirst()
  if (!removed) return []
  ctx.emit(MonitorRemoved, { monitorId: removed.id, name: removed.name, version: removed.version + 1 })
  return forgetParent(tx, removed.id, ctx.now())
}

const facts = ({ id, name, version, kind, target, group_name }: MonitorRow) => ({
  monitorId: id,
  name,
  version,
  kind,
  target,
  group: group_name,
})

/** The service's own name, or beside a monitor that somebody made under it `Sonarr (connected)`. */
async function freeName(tx: Tx, title: string): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    const name = [title, `${title} (connected)`][turn] ?? `${title} (connected ${turn})`
    if (!(await findByName(tx, name))) return name
  }
}
