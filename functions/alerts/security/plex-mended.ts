import type { Transaction } from 'kysely'
import type { AlertTables } from '../domain.ts'
import { clear } from '../engine/alerts.ts'
import type { Engine } from '../engine/engine.ts'

/** The person's token is no trouble any more from `at` on: linked again, unlinked, or gone. */
export async function plexMended(engine: Engine, userId: string, at: Date): Promise<void> {
  const { tx } = engine
  await noteMended(tx, userId, at)
  const subject = { kind: 'security' as const, id: `plex-link-broken:${userId}` }
  const open = await tx
    .selectFrom('alert')
    .select('body')
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('state', '<>', 'resolved')
    .executeTakeFirst()
  if (open)
    await clear(
      engine,
      subject,
      open.body.rules.map(({ id }) => id),
      at,
    )
}

/** Kept for a while, so that a break which is told late counts for nothing. */
const noteMended = (tx: Transaction<AlertTables>, userId: string, at: Date) =>
  tx
    .insertInto('broken_token')
    .values({ user_id: userId, at, broken: false })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({ at, broken: false }).where('broken_token.at', '<', at),
    )
    .execute()
