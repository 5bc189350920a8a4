import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    await sql`
      create table failure (
        one boolean primary key default true check (one), at timestamptz not null, message text not null)`.execute(db)
  },
}
