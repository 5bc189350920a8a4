import { type Kysely, sql, type Transaction } from 'kysely'
import { z } from 'zod'
import type { RequestTables } from '../domain.ts'

/** How far Seerr was read, kept under `truth` in the state of its upstream row. */
const Kept = z.object({
  /** Until then nobody else reads. */
  lease: z.iso.datetime().nullable().default(null),
  /** A whole pass under way: its next place in the list, the lowest number that it saw, and the last change before it. */
  pass: z
    .object({
      skip: z.int(),
      lowest: z.int().nullable(),
      startedAt: z.iso.datetime(),
      newest: z.iso.datetime().nullable(),
      isFirst: z.boolean(),
    })
    .nullable()
    .default(null),
  /** The open request of ours that was read again last. */
  swept: z.uuid().nullable().default(null),
  /** Where the whole pass over the issues goes on; null between passes. */
  issues: z.int().nullable().default(null),
})
export type Mark = z.output<typeof Kept>

export interface Progress extends Mark {
  watermark: Date | null
  wholeAt: Date | null
}

/** Longer than one page takes, to the end of every retry. */
const LEASE_MS = 60_000

const kept = (state: Record<string, unknown>): Mark => {
  const read = Kept.safeParse(state['truth'] ?? {})
  return read.success ? read.data : Kept.parse({})
}

/** Takes the reading for this process; null while another one is at it. */
export async function claim(tx: Transaction<RequestTables>): Promise<Progress | null> {
  await tx
    .insertInto('upstream')
    .values({ name: 'seerr' })
    .onConflict((oc) => oc.doNothing())
    .execute()
  const row = await tx
    .selectFrom('upstream')
    .selectAll()
    .where('name', '=', 'seerr')
    .forUpdate()
    .executeTakeFirstOrThrow()
  const mark = kept(row.state)
  if (mark.lease !== null && Date.parse(mark.lease) > Date.now()) return null
  await store(tx, mark)
  return { ...mark, watermark: row.watermark, wholeAt: row.whole_at }
}

/** Keeps how far it came, and the claim a while longer. */
export async function store(tx: Transaction<RequestTables>, mark: Mark): Promise<void> {
  await put(tx, { ...mark, lease: new Date(Date.now() + LEASE_MS).toISOString() })
}

/** Gives the reading back. */
export async function release(
  tx: Transaction<RequestTables>,
  { watermark, wholeAt, ...mark }: Progress,
): Promise<void> {
  await put(tx, { ...mark, lease: null })
  await tx
    .updateTable('upstream')
    .set({ watermark, whole_at: wholeAt, checked_at: new Date() })
    .where('name', '=', 'seerr')
    .execute()
}

async function put(tx: Kysely<RequestTables>, { lease, pass, swept, issues }: Mark): Promise<void> {
  const text = JSON.stringify({ lease, pass, swept, issues })
  await tx
    .updateTable('upstream')
    .set({ state: sql`state || jsonb_build_object('truth', ${text}::jsonb)` })
    .where('name', '=', 'seerr')
    .execute()
}
