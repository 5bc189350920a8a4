import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Columns that a filter may name; each has an index that gives its entries newest first. */
const FILTERED = ['kind', 'domain', 'type', 'fact', 'key', 'actor', 'correlation_id'] as const

export const init: Migration = {
  async up(db) {
    await sql`
      create table entry (
        position bigint generated always as identity,
        id uuid primary key,
        seq bigint not null,
        kind text not null,
        type text not null,
        fact text not null,
        version integer not null,
        domain text not null,
        key text not null,
        time timestamptz not null,
        actor text not null,
        correlation_id uuid not null,
        causation_id uuid,
        data text not null)`.execute(db)
    await sql`create index entry_time on entry (time desc, position desc)`.execute(db)
    for (const column of FILTERED)
      await sql`create index ${sql.id(`entry_${column}`)} on entry (${sql.id(column)}, time desc, position desc)`.execute(
        db,
      )
    await sql`create index entry_causation on entry (causation_id) where causation_id is not null`.execute(db)
  },
}
