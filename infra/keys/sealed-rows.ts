import { type Client, escapeIdentifier } from 'pg'
import type { Sealer } from '../../bus/seal.ts'

/** A column that may hold sealed values. */
interface Column {
  schema: string
  table: string
  name: string
  /** To be written back as this. */
  type: 'text' | 'json' | 'jsonb' | 'varchar'
}

const BATCH = 200

const SEALED_BY = (ids: string): string => `(^|[^A-Za-z0-9_.-])1[.](${ids})[.][A-Za-z0-9_-]{22}[.][A-Za-z0-9_-]{16}[.]`

/** Every column of every domain's schema whose values are texts or JSON. A domain is known by its outbox. */
async function textColumns(db: Client): Promise<Column[]> {
  const { rows } = await db.query<Column>(
    `select n.nspname as schema, c.relname as "table", a.attname as name, t.typname as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and t.typname in ('text', 'varchar', 'json', 'jsonb')
       and exists (select from pg_class o where o.relnamespace = n.oid and o.relname = '_outbox')
     order by 1, 2, a.attnum`,
  )
  return rows
}

const tableOf = ({ schema, table }: Column): string => `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`

/** One sealed value of each key that sealed anything in the domains' rows, among the given keys or all. */
export async function sealedSamples(db: Client, ids?: readonly string[]): Promise<Map<string, string>> {
  const samples = new Map<string, string>()
  const pattern = SEALED_BY(ids?.join('|') ?? '[0-9a-f]{8}')
  for (const column of await textColumns(db)) {
    const text = `${escapeIdentifier(column.name)}::text`
    const { rows } = await db.query<{ id: string; value: string }>(
      `select distinct on (id) id, value from (
         select (regexp_match(${text}, $1))[2] as id, substring(${text} from '1[.][0-9a-f]{8}[.][A-Za-z0-9_.-]+') as value
         from ${tableOf(column)} where ${text} ~ $1) found`,
      [pattern],
    )
    for (const { id, value } of rows) samples.set(id, value)
  }
  return samples
}

/** Told after every batch: rows that were sealed anew so far, and where. */
export type Progress = (rows: number, table: string) => void

/**
 * Seals anew, in every domain's rows, what stands under one of these keys. Each row is written by itself, and only if
 * nobody changed it meanwhile; what somebody did change is for the next pass. Gives how many rows were written.
 */
export async function resealRows(
  read: Client,
  write: Client,
  sealer: Sealer,
  ids: readonly string[],
  progress: Progress = () => undefined,
): Promise<number> {
  let done = 0
  for (const column of await textColumns(read)) {
    const name = escapeIdentifier(column.name)
    const update = `update ${tableOf(column)} set ${name} = $1::${column.type} where ctid = $2::tid and ${name}::text = $3`
    await read.query('begin')
    // a cursor keeps the memory flat and its snapshot still, however long the table is
    await read.query(
      `declare sealed no scroll cursor for select ctid::text as place, ${name}::text as text
       from ${tableOf(column)} where ${name}::text ~ '${SEALED_BY(ids.join('|'))}'`,
    )
    for (;;) {
      const { rows } = await read.query<{ place: string; text: string }>(`fetch ${BATCH} from sealed`)
      for (const { place, text } of rows) {
        const renewed = sealer.reseal(text)
        if (renewed === null) continue
        done += (await write.query(update, [renewed, place, text])).rowCount ?? 0
      }
      if (rows.length > 0) progress(done, `${column.schema}.${column.table}`)
      if (rows.length < BATCH) break
    }
    await read.query('rollback')
  }
  return done
}
