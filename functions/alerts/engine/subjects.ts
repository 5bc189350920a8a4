import { type Kysely, type Selectable, sql } from 'kysely'
import type { AlertTables } from '../domain.ts'
import type { Excuse } from './evaluate.ts'
import type { EngineTables } from './tables.ts'

/** A service as this domain knows it. */
export type Subject = Selectable<EngineTables['subject']>

type Tx = Kysely<AlertTables>

export const findSubject = (tx: Tx, id: string): Promise<Subject | undefined> =>
  tx.selectFrom('subject').selectAll().where('id', '=', id).executeTakeFirst()

/** Why its failure raises nothing for now. */
export const excuseOf = (subject: Pick<Subject, 'because_of' | 'windows'>): Excuse | null =>
  subject.because_of !== null ? 'parent' : subject.windows.length > 0 ? 'maintenance' : null

/** Whom each service that fails because of another one is put down to. */
async function causes(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('subject')
    .select(['id', 'because_of'])
    .where('because_of', 'is not', null)
    .where('removed_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row.because_of!]))
}

/** The end of the chain of causes; a circle ends where it began. */
export function endOfChain(causeOf: ReadonlyMap<string, string>, id: string): string {
  const passed = new Set<string>()
  let at = id
  for (let up = causeOf.get(at); up !== undefined && !passed.has(up); up = causeOf.get(at)) {
    passed.add(at)
    at = up
  }
  return at
}

/** The service to which a failure is put down in the end; itself when it fails by itself. Undefined when unknown. */
export async function rootOf(tx: Tx, id: string): Promise<Subject | undefined> {
  const own = await findSubject(tx, id)
  if (!own || own.because_of === null) return own
  return (await findSubject(tx, endOfChain(await causes(tx), id))) ?? own
}

/** The root and everything that is not well because of it. */
export async function notWellBehind(tx: Tx, rootId: string): Promise<Subject[]> {
  const causeOf = await causes(tx)
  const ids = [rootId, ...[...causeOf.keys()].filter((id) => id !== rootId && endOfChain(causeOf, id) === rootId)]
  return tx
    .selectFrom('subject')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('status', 'in', ['offline', 'degraded'])
    .where('removed_at', 'is', null)
    .orderBy('since')
    .execute()
}
