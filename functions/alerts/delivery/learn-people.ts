import type { Transaction } from 'kysely'
import type { AlertTables } from '../domain.ts'
import type { PersonTable } from './tables.ts'

interface Known {
  id: string
  role: PersonTable['role']
  status: 'active' | 'disabled'
}

/** Takes over what the owner of the accounts says about people. */
export async function learnPeople(tx: Transaction<AlertTables>, items: readonly Known[]): Promise<void> {
  if (items.length === 0) return
  await tx
    .insertInto('person')
    .values(items.map(({ id, role, status }) => ({ user_id: id, role, enabled: status === 'active' })))
    .onConflict((oc) =>
      oc
        .column('user_id')
        .doUpdateSet((eb) => ({ role: eb.ref('excluded.role'), enabled: eb.ref('excluded.enabled') })),
    )
    .execute()
}

/** Deletes everything that is kept of people. */
export async function forgetPeople(tx: Transaction<AlertTables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const table of ['person', 'preference', 'push_browser', 'notice', 'lane', 'delivery'] as const)
    await tx.deleteFrom(table).where('user_id', 'in', ids).execute()
}
