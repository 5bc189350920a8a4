import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Channels, deliveries with their tries, notices, preferences, browsers for web push. */
export const delivery: Migration = {
  async up(db) {
    await sql`
      create table channel (
        id uuid primary key,
        kind text not null,
        name text not null,
        config jsonb not null,
        sealed jsonb not null,
        enabled boolean not null,
        selection jsonb,
        version integer not null,
        last_sent_at timestamptz,
        last_error text,
        created_at timestamptz not null,
        updated_at timestamptz not null)`.execute(db)
    await sql`create unique index channel_name on channel (lower(name))`.execute(db)
    await sql`
      create table person (
        user_id uuid primary key,
        role text not null,
        enabled boolean not null)`.execute(db)
    await sql`
      create table preference (
        user_id uuid primary key,
        severities text[] not null,
        page boolean not null,
        push boolean not null,
        email boolean not null,
        quiet jsonb,
        digest_at text,
        timezone text not null,
        email_address text)`.execute(db)
    await sql`
      create table push_browser (
        id uuid primary key,
        user_id uuid not null,
        endpoint text not null unique,
        sealed_keys text not null,
        created_at timestamptz not null)`.execute(db)
    await sql`create index push_browser_user on push_browser (user_id)`.execute(db)
    await sql`
      create table push_key (
        one boolean primary key default true check (one),
        public_key text not null,
        sealed_private_key text not null)`.execute(db)
    await sql`
      create table notice (
        id uuid primary key,
        user_id uuid not null,
        subject text not null,
        title text not null,
        body text not null,
        severity text not null,
        path text not null,
        at timestamptz not null,
        read_at timestamptz,
        unique (user_id, subject))`.execute(db)
    await sql`create index notice_at on notice (user_id, at desc, id desc)`.execute(db)
    await makeQueue(db)
  },
}

async function makeQueue(db: Parameters<Migration['up']>[0]): Promise<void> {
  await sql`
    create table lane (
      id text primary key,
      method text not null,
      target uuid not null,
      user_id uuid,
      claim uuid,
      claimed_until timestamptz,
      failures integer not null default 0,
      failing_since timestamptz,
      retry_at timestamptz)`.execute(db)
  await sql`
    create table delivery (
      id uuid primary key,
      position bigint generated always as identity,
      told_id text not null,
      lane text not null,
      method text not null,
      target uuid not null,
      user_id uuid,
      channel_name text not null,
      alert_id uuid not null,
      transition text not null,
      at timestamptz not null,
      message jsonb not null,
      state text not null default 'waiting',
      held text,
      due_at timestamptz not null,
      since timestamptz not null,
      queued_at timestamptz not null,
      pinned uuid,
      tries jsonb not null default '[]',
      sent_at timestamptz,
      together integer not null default 1,
      unique (told_id, lane))`.execute(db)
  await sql`create index delivery_waiting on delivery (lane, position) where state = 'waiting'`.execute(db)
  await sql`create index delivery_alert on delivery (alert_id, lane)`.execute(db)
  await sql`create index delivery_target on delivery (target, queued_at)`.execute(db)
  await sql`create index delivery_position on delivery (position desc)`.execute(db)
}
