import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Whether a person is told news of requests. */
export const requestNews: Migration = {
  async up(db) {
    await sql`alter table preference add column requests boolean not null default true`.execute(db)
  },
}
