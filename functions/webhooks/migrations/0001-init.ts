import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    await sql`
      create table door (
        source text primary key, secret text not null, version integer not null default 1,
        created_at timestamptz not null default now(), rotated_at timestamptz not null default now(),
        last_received_at timestamptz)`.execute(db)
  },
}
