import type { Tx } from '../context.ts'

/** Forgets what Plex said of a person: their Plex account is another one now, or none. */
export async function forgetAccount(tx: Tx, userId: string): Promise<void> {
  for (const table of ['person', 'viewing', 'deck', 'watched'] as const)
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
}
