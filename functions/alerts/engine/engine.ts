import { sql, type Transaction } from 'kysely'
import { AlertTransitioned } from '../../../contracts/alerts.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { Settings } from '../../../contracts/settings-schema.ts'
import type { EmitOptions, StateStore } from '../../../bus/index.ts'
import { queueDeliveries, type Told } from '../delivery/queue.ts'
import type { AlertTables } from '../domain.ts'

type Change = InputOf<typeof IncidentChanged>['change']

/** One turn of the engine: everything that follows from one thing that happened, in one commit. */
export interface Engine {
  readonly tx: Transaction<AlertTables>
  readonly now: Date
  /** How soon after it was resolved the same outage reopens its alert; 0 never. */
  readonly reopenMs: number
  /** Who does it, where a person does. */
  readonly actor: string | null
  readonly announce: (data: InputOf<typeof AlertTransitioned>, idFrom: string) => string
  readonly told: Told[]
  /** Incidents that are not what they were. */
  readonly touched: Map<string, Change>
}

/** What a function's context gives for it. */
export interface EngineContext {
  now(): Date
  state(contract: typeof CurrentSettings): StateStore<typeof CurrentSettings>
  write<R>(work: (tx: Transaction<AlertTables>) => Promise<R>): Promise<R>
  emit: {
    (contract: typeof AlertTransitioned, data: InputOf<typeof AlertTransitioned>, options?: EmitOptions): string
    (contract: typeof IncidentChanged, data: InputOf<typeof IncidentChanged>, options?: EmitOptions): string
  }
}

/** One at a time in the whole house: what follows from a change may reach any subject, alert and incident. */
export const lockEngine = (tx: Transaction<AlertTables>) =>
  sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ' engine', 0))`.execute(tx)

/** Runs one turn as the function's write, with what it has people told. */
export async function inEngine<R>(
  ctx: EngineContext,
  actor: string | null,
  work: (engine: Engine) => Promise<R>,
): Promise<R> {
  const settings = (await ctx.state(CurrentSettings).get('current'))?.values ?? Settings.parse({})
  return ctx.write(async (tx) => {
    await lockEngine(tx)
    const engine: Engine = {
      tx,
      now: ctx.now(),
      reopenMs: settings.alerts.reopenMinutes * 60_000,
      actor,
      announce: (data, idFrom) => ctx.emit(AlertTransitioned, data, { idFrom }),
      told: [],
      touched: new Map(),
    }
    const result = await work(engine)
    for (const [id, change] of engine.touched) {
      const row = await tx
        .selectFrom('incident')
        .select(['title', 'published', 'version'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (row) ctx.emit(IncidentChanged, { incidentId: id, ...row, change }, { idFrom: `${id} ${row.version}` })
    }
    if (engine.told.length > 0) await queueDeliveries(tx, engine.told, engine.now)
    return result
  })
}

/** From the least to the most that can be said of an incident in one commit. */
const CHANGES: readonly Change[] = ['changed', 'noted', 'resolved', 'reopened', 'opened']

/** Counts an incident's version on, once in a turn, and has it announced. */
export async function touch(engine: Engine, incidentId: string, change: Change): Promise<void> {
  const known = engine.touched.get(incidentId)
  if (!known)
    await engine.tx
      .updateTable('incident')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', incidentId)
      .execute()
  if (!known || CHANGES.indexOf(change) > CHANGES.indexOf(known)) engine.touched.set(incidentId, change)
}
