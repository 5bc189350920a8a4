import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const people: Migration = {
  async up(db) {
    await sql`
      alter table account
        alter column password_hash drop not null,
        add column status text not null default 'active' check (status in ('active', 'disabled')),
        add column email text,
        add column quotas jsonb not null default '{}',
        add column plex_id text unique,
        add column plex_username text,
        add column plex_token text,
        add column plex_token_kind text check (plex_token_kind in ('account', 'device')),
        add column plex_token_ends_at timestamptz,
        add column plex_state text not null default 'none' check (plex_state in ('none', 'linked', 'broken')),
        add column plex_checked_at timestamptz,
        add column plex_access text not null default 'own' check (plex_access in ('own', 'shared', 'lost')),
        add column totp_secret text,
        add column totp_confirmed_at timestamptz,
        add column totp_last_step bigint,
        add column two_factor_dismissed_at timestamptz,
        add column last_sign_in_at timestamptz`.execute(db)
    await sql`
      create table device (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        browser text,
        name text not null,
        address text,
        remembered boolean not null,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        revoked_at timestamptz)`.execute(db)
    await sql`create index device_account on device (account_id) where revoked_at is null`.execute(db)
    await sql`create index device_browser on device (browser)`.execute(db)
    // who was signed in before there were devices signs in again
    await sql`delete from session`.execute(db)
    await sql`alter table session add column device_id uuid not null references device (id) on delete cascade`.execute(
      db,
    )
    await sql`create index session_device on session (device_id) where revoked_at is null`.execute(db)
    await sql`
      create table remember_token (
        hash text primary key,
        device_id uuid not null references device (id) on delete cascade,
        created_at timestamptz not null default now(),
        ends_at timestamptz not null,
        used_at timestamptz,
        session_id uuid)`.execute(db)
    await sql`create index remember_token_device on remember_token (device_id)`.execute(db)
    await sql`
      create table recovery_code (
        account_id uuid not null references account (id) on delete cascade,
        hash text not null,
        used_at timestamptz,
        primary key (account_id, hash))`.execute(db)
    await sql`
      create table challenge (
        hash text primary key,
        account_id uuid not null references account (id) on delete cascade,
        browser text,
        how text not null,
        remember boolean not null,
        tries integer not null default 0,
        ends_at timestamptz not null)`.execute(db)
    await sql`
      create table api_key (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        name text not null,
        hash text not null unique,
        scopes text[] not null,
        created_at timestamptz not null default now(),
        ends_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz)`.execute(db)
    await sql`create index api_key_account on api_key (account_id) where revoked_at is null`.execute(db)
    await sql`
      create table invitation (
        id uuid primary key,
        code_hash text not null unique,
        role text not null check (role in ('admin', 'user')),
        note text,
        created_by uuid references account (id) on delete set null,
        created_at timestamptz not null default now(),
        ends_at timestamptz not null,
        used_at timestamptz,
        used_by uuid references account (id) on delete set null,
        revoked_at timestamptz)`.execute(db)
    await sql`
      create table plex_pin (
        id uuid primary key,
        pin text not null,
        code text not null,
        door text not null,
        purpose text not null,
        browser text not null,
        account_id uuid references account (id) on delete cascade,
        invitation_id uuid references invitation (id) on delete set null,
        remember boolean not null,
        with_key boolean not null default false,
        status text not null default 'pending',
        message text,
        asked_at timestamptz,
        created_at timestamptz not null default now(),
        ends_at timestamptz not null)`.execute(db)
    await sql`
      create table failed_sign_in (
        key text primary key,
        failures integer not null,
        last_at timestamptz,
        blocked_until timestamptz,
        attempts integer not null,
        attempts_since timestamptz not null,
        burst_at timestamptz,
        delayed_at timestamptz)`.execute(db)
    await sql`
      create table installation (
        one boolean primary key default true check (one),
        plex_client_id uuid not null default gen_random_uuid(),
        plex_device_key text)`.execute(db)
    await sql`insert into installation default values`.execute(db)
  },
}
