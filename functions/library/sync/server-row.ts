import { LibraryChanged } from '../../../contracts/plex-library.ts'
import type { SyncContext, Tx } from '../context.ts'

/** Makes the row about the server that answers; what was known of another one goes with it. */
export async function isThisServer(
  ctx: SyncContext,
  { machineId, name }: { machineId: string; name: string | null },
): Promise<void> {
  const known = await ctx.db.selectFrom('server').selectAll().executeTakeFirst()
  if (known?.machine_id === machineId && known.connected && known.name === name) return
  await ctx.write(async (tx) => {
    if (known && known.machine_id !== machineId) await forgetServer(tx)
    await tx
      .insertInto('server')
      .values({ machine_id: machineId, name, connected: true })
      .onConflict((oc) => oc.column('one').doUpdateSet({ machine_id: machineId, name, connected: true }))
      .execute()
  })
  ctx.live(LibraryChanged, {})
}

async function forgetServer(tx: Tx): Promise<void> {
  for (const table of ['member', 'item', 'section', 'person', 'viewing', 'deck', 'watched', 'server'] as const)
    await tx.deleteFrom(table).execute()
}

/** True where it did not answer before. */
export async function noteAnswer(tx: Tx, now: Date): Promise<boolean> {
  const before = await tx.selectFrom('server').select('failed_at').executeTakeFirst()
  await tx.updateTable('server').set({ checked_at: now, failed_at: null, message: null }).execute()
  return before !== undefined && before.failed_at !== null
}

/** Since when it does not answer, and why. True where it answered before, or failed in another way. */
export async function noteFailure(tx: Tx, message: string, now: Date): Promise<boolean> {
  const before = await tx.selectFrom('server').select('message').executeTakeFirst()
  await tx
    .updateTable('server')
    .set((eb) => ({ failed_at: eb.fn.coalesce('failed_at', eb.val(now)), message }))
    .execute()
  return before !== undefined && before.message !== message
}

export async function noteUnconnected(ctx: SyncContext): Promise<void> {
  const known = await ctx.db.selectFrom('server').select('connected').executeTakeFirst()
  if (!known?.connected) return
  await ctx.write((tx) => tx.updateTable('server').set({ connected: false }).execute())
  ctx.live(LibraryChanged, {})
}
