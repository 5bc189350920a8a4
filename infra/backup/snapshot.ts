import { type Client, escapeIdentifier } from 'pg'

/** A table with what its rows are read by. */
export interface Table {
  schema: string
  table: string
}

const BATCH = 100

/** Where the ring of keys lies. */
export const KEYS_SCHEMA = 'medianest'

/**
 * Not kept: what the restore makes itself, what was known of streams that do not come back, and single check results with
 * their 5 minutes, which are many and soon gone; their hours are kept.
 */
const LEFT_OUT = ['_migration', '_migration_lock', '_stream_mark', 'check_result', 'check_5m']

export const nameOf = ({ schema, table }: Table): string => `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`

/** Every table of every domain (a schema with an outbox) and of the keys. */
export async function tablesOf(db: Client): Promise<Table[]> {
  const { rows } = await db.query<Table>(
    `select n.nspname as schema, c.relname as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($1)
       and (n.nspname = $2 or exists (select from pg_class o where o.relnamespace = n.oid and o.relname = '_outbox'))
     order by 1, 2`,
    [LEFT_OUT, KEYS_SCHEMA],
  )
  return rows
}

/** The migrations that each domain has had, in their order. */
export async function migrationsOf(db: Client): Promise<Record<string, string[]>> {
  const { rows: schemas } = await db.query<{ schema: string }>(
    `select n.nspname as schema from pg_namespace n where exists
       (select from pg_class o where o.relnamespace = n.oid and o.relname = '_outbox') order by 1`,
  )
  const found: Record<string, string[]> = {}
  for (const { schema } of schemas) {
    const { rows } = await db.query<{ name: string }>(
      `select name from ${escapeIdentifier(schema)}._migration order by name`,
    )
    found[schema] = rows.map((row) => row.name)
  }
  return found
}

export interface Column {
  /** Ready for SQL. */
  name: string
  type: string
  /** Kept as text: as a value among others, a JSON `null` could not be told from none. */
  isJson: boolean
}

/** Columns of a table (its name ready for SQL), less those that only PostgreSQL computes. */
export async function columnsOf(db: Client, table: string): Promise<Column[]> {
  const { rows } = await db.query<Column>(
    `select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type,
       atttypid in ('json'::regtype, 'jsonb'::regtype) as "isJson"
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  )
  return rows
}

/** The rows of a table as JSON texts, in batches, so that the memory stays flat. */
export async function* rowsOf(db: Client, table: Table): AsyncGenerator<readonly string[]> {
  const name = nameOf(table)
  const values = (await columnsOf(db, name)).map((column) =>
    column.isJson ? `${column.name}::text as ${column.name}` : column.name,
  )
  await db.query(
    `declare rows no scroll cursor for
     select row_to_json(only_row)::text as json from (select ${values.join(', ')} from ${name}) only_row`,
  )
  for (;;) {
    const { rows } = await db.query<{ json: string }>(`fetch ${BATCH} from rows`)
    if (rows.length > 0) yield rows.map((row) => row.json)
    if (rows.length < BATCH) break
  }
  await db.query('close rows')
}
