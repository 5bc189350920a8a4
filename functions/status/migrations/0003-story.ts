import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Retries, dependencies, maintenance, causes, sources; every change of state; results in little space. */
export const story: Migration = {
  async up(db) {
    await sql`alter table monitor drop constraint monitor_kind_check`.execute(db)
    await sql`
      alter table monitor
        add column retries integer not null default 0,
        add column retry_seconds integer not null default 20,
        add column degraded_above_ms integer,
        add column options jsonb not null default '{}',
        add column failures integer not null default 0,
        add column shaky integer not null default 0,
        add column depends_on uuid[] not null default '{}',
        add column because_of uuid,
        add column because_of_name text,
        add column changes integer not null default 0,
        add column steps integer not null default 0,
        add column maintenance_id uuid,
        add column maintenance_title text,
        add column maintenance_ends_at timestamptz,
        add column certificate_ends_at timestamptz,
        add column push_token text,
        add column push_token_hash text unique,
        add column called_at timestamptz,
        add column source text,
        add column source_id text,
        add column source_at timestamptz,
        add column source_maintenance boolean not null default false,
        add column paused boolean not null default false,
        add column last_known_at timestamptz`.execute(db)
    await sql`create unique index monitor_source on monitor (source, source_id) where source is not null`.execute(db)
    await sql`
      create table source (
        name text primary key,
        version integer not null,
        holder uuid not null,
        held_until timestamptz not null,
        followed_since timestamptz not null,
        heard_at timestamptz,
        lost_at timestamptz,
        error text,
        token text,
        token_version integer)`.execute(db)
    await sql`
      create table transition (
        id uuid primary key,
        monitor_id uuid not null references monitor (id) on delete cascade,
        change integer not null,
        at timestamptz not null,
        from_status text not null,
        status text not null,
        response_time_ms real,
        error text,
        because_of uuid,
        because_of_name text,
        maintenance_id uuid)`.execute(db)
    await sql`create index transition_monitor on transition (monitor_id, at)`.execute(db)
    await sql`create index transition_at on transition (at)`.execute(db)
    await sql`
      create table influence (
        id uuid primary key,
        at timestamptz not null,
        type text not null,
        monitor_id uuid,
        service text,
        actor text not null,
        data jsonb not null)`.execute(db)
    await sql`create index influence_at on influence (at)`.execute(db)
    await sql`create index influence_monitor on influence (monitor_id, at) where monitor_id is not null`.execute(db)
    await sql`
      create table maintenance (
        id uuid primary key,
        title text not null,
        note text,
        starts_at timestamptz,
        ends_at timestamptz,
        cron text,
        duration_minutes integer,
        timezone text,
        everything boolean not null,
        groups text[] not null,
        monitor_ids uuid[] not null,
        active_since timestamptz,
        active_until timestamptz,
        covered uuid[] not null default '{}',
        created_at timestamptz not null,
        updated_at timestamptz not null,
        version integer not null)`.execute(db)
    await sql`
      create table page (
        one boolean primary key default true check (one),
        enabled boolean not null,
        title text not null,
        description text,
        groups text[] not null,
        response_times boolean not null,
        version integer not null,
        updated_at timestamptz not null)`.execute(db)
    await keepResultsSmall(db)
  },
}

/** No identity column and one index: a result is a row of some 60 bytes, and there are thousands a day and monitor. */
async function keepResultsSmall(db: Parameters<Migration['up']>[0]): Promise<void> {
  await sql`alter table check_result rename to check_result_before`.execute(db)
  await sql`drop index check_result_monitor`.execute(db)
  await sql`
    create table check_result (
      monitor_id uuid not null references monitor (id) on delete cascade,
      at timestamptz not null,
      response_time_ms real,
      status text not null,
      excluded boolean not null default false,
      error text,
      primary key (monitor_id, at))`.execute(db)
  await sql`
    insert into check_result (monitor_id, at, response_time_ms, status, error)
      select monitor_id, at, response_time_ms, status, error from check_result_before
      on conflict do nothing`.execute(db)
  await sql`drop table check_result_before`.execute(db)
  // it loses as many rows as it gains: what is dead makes room early instead of at a fifth of the table
  await sql`
    alter table check_result set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)`.execute(
    db,
  )
  // hours change with every check and want room for it; 5 minutes are counted when they are over
  for (const [name, fill] of Object.entries({ check_5m: 100, check_hour: 70 })) {
    await sql`
      create table ${sql.table(name)} (
        monitor_id uuid not null references monitor (id) on delete cascade,
        at timestamptz not null,
        checks integer not null,
        good integer not null,
        degraded integer not null,
        excluded integer not null,
        sum_ms double precision not null,
        min_ms real,
        max_ms real,
        primary key (monitor_id, at)) with (fillfactor = ${sql.lit(fill)})`.execute(db)
  }
  await sql`
    insert into check_hour (monitor_id, at, checks, good, degraded, excluded, sum_ms)
      select monitor_id, hour, total, good, 0, 0, 0 from uptime_hour`.execute(db)
  await sql`drop table uptime_hour`.execute(db)
  await sql`
    create table check_day (
      monitor_id uuid not null references monitor (id) on delete cascade,
      at timestamptz not null,
      checks integer not null,
      good integer not null,
      primary key (monitor_id, at))`.execute(db)
  await sql`
    create table roll_up (
      one boolean primary key default true check (one),
      until timestamptz not null)`.execute(db)
}
