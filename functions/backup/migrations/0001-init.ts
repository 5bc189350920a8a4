import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    await sql`
      create table failure (
        one boolean primary key default true check (one), at timestamptz not null, message text not null)`.execute(db)
    await sql`
      create table house (
        one boolean primary key default true check (one), since timestamptz not null default now())`.execute(db)
    await sql`insert into house default values`.execute(db)
  },
}
