import type { Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { RequestRow } from '../tables.ts'
import type { Beside } from './decide-observed.ts'

type Tx = Transaction<RequestTables>

/** The row stays locked from here on, so that what stands beside it is what is decided upon. */
export async function deciding<C>(tx: Tx, id: string, decide: (row: RequestRow, beside: Beside) => C) {
  await tx.selectFrom('request').select('id').where('id', '=', id).forUpdate().execute()
  const steps = await tx.selectFrom('step').select(['step', 'key', 'at']).where('request_id', '=', id).execute()
  const waiting = await tx.selectFrom('outgoing').select('kind').where('request_id', '=', id).execute()
  return (row: RequestRow): C => decide(row, { steps, outgoing: waiting.map(({ kind }) => kind) })
}
