import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    await sql`
      create table account (
        id uuid primary key default gen_random_uuid(),
        username text not null,
        password_hash text not null,
        role text not null check (role in ('admin', 'user')),
        password_change_required boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now())`.execute(db)
    await sql`create unique index account_username on account (lower(username))`.execute(db)
    await sql`
      create table session (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        created_at timestamptz not null default now(),
        ends_at timestamptz not null,
        revoked_at timestamptz)`.execute(db)
    await sql`create index session_account on session (account_id) where revoked_at is null`.execute(db)
  },
}
