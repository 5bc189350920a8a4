import { sql, type Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'

/**
 * Forgets who asked, decided, reported and commented, with what they wrote, and drops what they had not told Seerr yet.
 * Requests stay, as somebody's. Repeatable.
 */
export async function forgetIn(
  tx: Transaction<RequestTables>,
  { userId, names }: { userId: string; names: readonly string[] },
  seal: (text: string) => string,
): Promise<void> {
  await tx.deleteFrom('outgoing').where('user_id', '=', userId).execute()
  const named = (column: string) =>
    sql<boolean>`lower(${sql.ref(column)}) in (select lower(name) from unnest(${[...names]}::text[]) name)`
  const erased = seal('')
  await tx
    .updateTable('request')
    .set({ status: 'withdrawn', waiting_for: null, waiting_since: null, waiting_reason: null })
    .where('user_id', '=', userId)
    .where('status', '=', 'waiting')
    .execute()
  await tx
    .updateTable('request')
    .set({ user_id: null, requested_by: null, seerr_user_id: null })
    .where((eb) => eb.or([eb('user_id', '=', userId), eb.and([eb('user_id', 'is', null), named('requested_by')])]))
    .execute()
  await forgetReasons(tx, userId)
  await tx
    .updateTable('step')
    .set({ by_user: null, by_name: null })
    .where((eb) => eb.or([eb('by_user', '=', userId), eb.and([eb('by_user', 'is', null), named('by_name')])]))
    .execute()
  await tx
    .updateTable('issue')
    .set({ user_id: null, reported_by: null, sealed_message: erased })
    .where((eb) => eb.or([eb('user_id', '=', userId), eb.and([eb('user_id', 'is', null), named('reported_by')])]))
    .execute()
  await tx
    .updateTable('issue_comment')
    .set({ user_id: null, name: null, sealed_message: erased })
    .where((eb) => eb.or([eb('user_id', '=', userId), eb.and([eb('user_id', 'is', null), named('name')])]))
    .execute()
  await tx.updateTable('rule_approval').set({ user_id: null }).where('user_id', '=', userId).execute()
  await tx.deleteFrom('seerr_user').where('user_id', '=', userId).execute()
}

/** Why they declined is what they wrote. */
async function forgetReasons(tx: Transaction<RequestTables>, userId: string): Promise<void> {
  const theirs = tx.selectFrom('step').select('request_id').where('step', '=', 'declined').where('by_user', '=', userId)
  await tx
    .updateTable('request')
    .set({ reason: null })
    .where('status', '=', 'declined')
    .where('id', 'in', theirs)
    .execute()
  await tx
    .updateTable('step')
    .set({ detail: sql`detail - 'reason'` })
    .where('step', '=', 'declined')
    .where('by_user', '=', userId)
    .execute()
}
