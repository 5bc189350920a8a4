import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { createStatements } from '../../../bus/index.ts'

export const init: Migration = {
  async up(db) {
    await createStatements.up(db)
    await sql`
      create table request_state (
        lane text primary key, ref text not null, word text not null,
        version bigint not null, occurred_at timestamptz not null)`.execute(db)
    await sql`create index request_state_ref on request_state (ref)`.execute(db)
  },
}
