import { type Client, escapeIdentifier } from 'pg'
import { columnsOf, KEYS_SCHEMA } from './snapshot.ts'

/** Of a domain (a schema with an outbox) or of the keys. */
const OURS = `(n.nspname = '${KEYS_SCHEMA}' or exists
  (select from pg_class o where o.relnamespace = n.oid and o.relname = '_outbox'))`

/** Schemas of a house that are there, whether they hold anything or not. */
export async function houseSchemas(db: Client, domains: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select n.nspname as name from pg_namespace n where n.nspname = any($1) or ${OURS} order by 1`,
    [[...domains]],
  )
  return rows.map((row) => row.name)
}

export async function dropSchemas(db: Client, names: readonly string[]): Promise<void> {
  for (const name of names) await db.query(`drop schema ${escapeIdentifier(name)} cascade`)
}

interface ForeignKey {
  table: string
  name: string
  definition: string
}

/** Takes the foreign keys away, so that rows may come in any order; to be put back in the same transaction. */
export async function takeForeignKeys(db: Client): Promise<ForeignKey[]> {
  const { rows } = await db.query<ForeignKey>(
    `select c.conrelid::regclass::text as "table", c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
     where c.contype = 'f' and c.conparentid = 0 and ${OURS}`,
  )
  for (const { table, name } of rows) await db.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`)
  return rows
}

export async function setForeignKeys(db: Client, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await db.query(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`)
}

/** Rows as PostgreSQL said them, into a table (its name ready for SQL). Columns that only it computes are left to it. */
export async function insertRows(db: Client, table: string, rows: readonly string[]): Promise<void> {
  const columns = await columnsOf(db, table)
  const names = columns.map((column) => column.name).join(', ')
  const given = columns.map(({ name, type, isJson }) => `${name} ${isJson ? 'text' : type}`)
  const values = columns.map(({ name, type, isJson }) => (isJson ? `${name}::${type}` : name))
  await db.query(
    `insert into ${table} (${names}) overriding system value
     select ${values.join(', ')} from json_to_recordset($1::json) as given (${given.join(', ')})`,
    [`[${rows.join(',')}]`],
  )
}

/** What is numbered next comes after what is there. */
export async function setSequences(db: Client): Promise<void> {
  const { rows } = await db.query<{ table: string; column: string; sequence: string }>(
    `select c.oid::regclass::text as "table", quote_ident(a.attname) as "column",
       pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${OURS}
       and pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null`,
  )
  for (const { table, column, sequence } of rows)
    await db.query(`select setval($1, coalesce((select max(${column}) from ${table}), 0) + 1, false)`, [sequence])
}
