import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    await sql`
      create table setting (
        section text not null, key text not null, value jsonb, sealed text,
        primary key (section, key), check ((value is null) <> (sealed is null)))`.execute(db)
    await sql`
      create table service (
        name text primary key, url text, enabled boolean not null, config jsonb not null, sealed jsonb not null,
        version integer not null, updated_at timestamptz not null, updated_by text not null)`.execute(db)
    await sql`
      create table change (
        position bigint generated always as identity primary key, id uuid not null unique, at timestamptz not null,
        actor text not null, changes jsonb not null, snapshot jsonb not null)`.execute(db)
    // one row: who changes anything holds it
    await sql`create table current (single boolean primary key default true check (single), version integer not null)`.execute(
      db,
    )
    await sql`insert into current (version) values (1)`.execute(db)
  },
}
