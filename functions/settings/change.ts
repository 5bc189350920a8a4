import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { DataOf, InputOf } from '../../contracts/define.ts'
import { type Change, CurrentSettings, SettingsChanged } from '../../contracts/settings.ts'
import { ServiceConfigured, ServiceDisconnected, type ServiceName } from '../../contracts/services.ts'
import type { StateStore } from '../../bus/index.ts'
import { CATALOGUE, healthOf } from './catalogue.ts'
import type { SettingsTables } from './domain.ts'
import { readStand, writeStand } from './rows.ts'
import { differences, settingsInForce, type Stand } from './stand.ts'

/** What every function that changes something announces. */
export const ANNOUNCED = [SettingsChanged, ServiceConfigured, ServiceDisconnected] as const
type Announced = (typeof ANNOUNCED)[number]

interface ChangeContext {
  meta: { actor: string }
  log: Logger
  now(): Date
  open(sealed: string): string
  write<R>(work: (tx: Transaction<SettingsTables>) => Promise<R>): Promise<R>
  emit<C extends Announced>(contract: C, data: InputOf<C>): string
  state(contract: typeof CurrentSettings): StateStore<typeof CurrentSettings>
}

export interface Changed {
  changes: Change[]
  /** How everything stands after it; with `dryRun`, how it would. */
  stand: Stand
}

/**
 * The one way to change anything: what `decide` makes of how things stand becomes rows, a line of the history and
 * events in one commit, and then the settings in force. Where it makes no difference nothing is written. `decide` may
 * refuse.
 */
export async function change(
  ctx: ChangeContext,
  decide: (stand: Stand, tx: Transaction<SettingsTables>) => Stand | Promise<Stand>,
  { dryRun = false } = {},
): Promise<Changed> {
  const { version, ...changed } = await ctx.write(async (tx) => {
    // one change after the other, also across processes
    const { version } = await tx.selectFrom('current').select('version').forUpdate().executeTakeFirstOrThrow()
    const before = await readStand(tx)
    const stand = await decide(before, tx)
    const changes = differences(before, stand, sameIn(ctx))
    if (changes.length === 0 || dryRun) return { version: null, changes, stand }
    const by = { now: ctx.now(), actor: ctx.meta.actor }
    const versions = await writeStand(tx, before, stand, by)
    const id = await addToHistory(tx, { ...by, changes, stand })
    await tx
      .updateTable('current')
      .set({ version: version + 1 })
      .execute()
    ctx.emit(SettingsChanged, { changeId: id, changes })
    for (const [name, serviceVersion] of versions) announce(ctx, name, stand, serviceVersion)
    return { version: version + 1, changes, stand }
  })
  if (version !== null)
    await publish(ctx, { version, values: settingsInForce(changed.stand) }).catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'The settings could not be published at once; they follow the event.')
    })
  return changed
}

/** A line of the history. */
export async function addToHistory(
  tx: Transaction<SettingsTables>,
  { now, actor, changes, stand }: { now: Date; actor: string; changes: Change[]; stand: Stand },
): Promise<string> {
  const id = randomUUID()
  const json = { changes: JSON.stringify(changes), snapshot: JSON.stringify(stand) }
  await tx
    .insertInto('change')
    .values({ id, at: now, actor, ...json })
    .execute()
  return id
}

/** Lets every process know; an older version never replaces a newer one. */
export async function publish(
  ctx: Pick<ChangeContext, 'state'>,
  current: DataOf<typeof CurrentSettings>,
): Promise<void> {
  await ctx.state(CurrentSettings).put('current', current, { version: current.version })
}

const sameIn =
  (ctx: Pick<ChangeContext, 'open'>) =>
  (a: string, b: string): boolean => {
    try {
      return ctx.open(a) === ctx.open(b)
    } catch {
      // sealed by a key that is gone: nobody can say that it is the same
      return false
    }
  }

function announce(ctx: Pick<ChangeContext, 'emit'>, service: ServiceName, stand: Stand, version: number): void {
  const { title } = CATALOGUE[service]
  const connection = stand.services[service]
  if (!connection) {
    ctx.emit(ServiceDisconnected, { service, title, version })
    return
  }
  const { url, enabled } = connection
  ctx.emit(ServiceConfigured, { service, title, url, enabled, health: healthOf(service, url), version })
}
