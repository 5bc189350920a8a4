import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Monitors that stand for a connected service. */
export const services: Migration = {
  async up(db) {
    await sql`alter table monitor add column service text unique`.execute(db)
    await sql`create table connection (service text primary key, version integer not null)`.execute(db)
  },
}
