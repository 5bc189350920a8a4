import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const init: Migration = {
  async up(db) {
    // every check writes its row: room on the page and no index on what changes keep that cheap
    await sql`
      create table monitor (
        id uuid primary key,
        name text not null,
        kind text not null check (kind in ('http', 'tcp')),
        target text not null,
        interval_seconds integer not null,
        timeout_ms integer not null,
        group_name text,
        accepted_codes text[] not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        version integer not null,
        status text not null check (status in ('online', 'offline', 'degraded', 'unknown')),
        since timestamptz,
        response_time_ms double precision,
        last_check_at timestamptz,
        error text,
        recent double precision[] not null default '{}',
        next_check_at timestamptz not null) with (fillfactor = 50)`.execute(db)
    await sql`create unique index monitor_name on monitor (lower(name))`.execute(db)
    await sql`
      create table uptime_hour (
        monitor_id uuid not null references monitor (id) on delete cascade,
        hour timestamptz not null,
        good integer not null,
        total integer not null,
        primary key (monitor_id, hour)) with (fillfactor = 70)`.execute(db)
    await sql`
      create table check_result (
        position bigint generated always as identity primary key,
        monitor_id uuid not null references monitor (id) on delete cascade,
        at timestamptz not null,
        status text not null,
        response_time_ms real,
        error text)`.execute(db)
    await sql`create index check_result_monitor on check_result (monitor_id, at)`.execute(db)
  },
}
