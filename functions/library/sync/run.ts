import type { SyncContext, Tx } from '../context.ts'
import type { PlexServer } from '../plex/server.ts'

/** One run over the library, from who reads to when it has to pause. */
export interface SyncRun {
  ctx: SyncContext
  plex: PlexServer
  machineId: string
  serverName: string | null
  /** Milliseconds since 1970 after which it pauses at the next page. */
  until: number
  /** Also what was read less than ten minutes ago. */
  force: boolean
  /** Series that came in this run: their episodes are no news besides. */
  newShows: Set<string>
}

/** Somebody else reads now: what this run would still write is theirs. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Whoever reads says so more often than this; when it does not, another one may. */
const LEASE_MS = 45_000

/** Takes the lease where it is free; false: somebody else reads. */
export async function claimLease(tx: Tx, holder: string, now: Date): Promise<boolean> {
  const claimed = await tx
    .updateTable('server')
    .set({ busy_by: holder, busy_until: new Date(now.getTime() + LEASE_MS) })
    .where((eb) => eb.or([eb('busy_until', 'is', null), eb('busy_until', '<', now), eb('busy_by', '=', holder)]))
    .executeTakeFirst()
  return claimed.numUpdatedRows === 1n
}

export async function dropLease(tx: Tx, holder: string): Promise<void> {
  await tx.updateTable('server').set({ busy_by: null, busy_until: null }).where('busy_by', '=', holder).execute()
}

/** One commit of a run, which prolongs its lease. Throws `LeaseLost`. */
export async function commit<R>({ ctx }: Pick<SyncRun, 'ctx'>, work: (tx: Tx) => Promise<R>): Promise<R> {
  return ctx.write(async (tx) => {
    const held = await tx
      .updateTable('server')
      .set({ busy_until: new Date(ctx.now().getTime() + LEASE_MS) })
      .where('busy_by', '=', ctx.meta.id)
      .executeTakeFirst()
    if (held.numUpdatedRows !== 1n) throw new LeaseLost('Another process reads the library.')
    return work(tx)
  })
}

/** Whether a page more may be read now; a process that stops leaves the rest to the next. */
export const mayGoOn = ({ ctx, until }: SyncRun): boolean =>
  !ctx.signal.aborted && !ctx.stopping.aborted && ctx.now().getTime() < until
