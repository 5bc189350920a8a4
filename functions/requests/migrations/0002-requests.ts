import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const requestStory: Migration = {
  async up(db) {
    await sql`
      create table media (
        media_type text not null, media_id text not null, title text not null, artist text, year int,
        release_date text, overview text, poster text, backdrop text, vote real, genres text[] not null default '{}',
        runtime_minutes int, tvdb_id int, details jsonb, seen_at timestamptz not null default now(),
        primary key (media_type, media_id))`.execute(db)
    await sql`create index media_seen on media (seen_at)`.execute(db)
    await sql`
      create table request (
        id uuid primary key, seerr_id int unique,
        media_type text not null, media_id text not null, tvdb_id int, title text,
        title_key text generated always as (lower(coalesce(title, ''))) stored, is4k boolean not null default false,
        seasons int[] not null default '{}', status text not null, stage text not null default 'asked', reason text,
        waiting_for text, waiting_since timestamptz, waiting_reason text,
        percent real, eta_at timestamptz, size_bytes bigint,
        late_code text, late_since timestamptz, late_message text,
        user_id uuid, requested_by text, seerr_user_id int, origin text not null check (origin in ('portal', 'seerr')),
        send_begun_at timestamptz, retries int not null default 0, retry_at timestamptz,
        rating_key text, play_url text, seen jsonb, followed jsonb,
        version bigint not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now())`.execute(db)
    await sql`create index request_created_at on request (created_at, id)`.execute(db)
    await sql`create index request_user_created_at on request (user_id, created_at, id)`.execute(db)
    // a page of the list is the first rows of a few stretches of one of these; a search looks through it without the rows
    for (const [name, key] of [
      ['added', 'created_at'],
      ['modified', 'updated_at'],
      ['title', 'left(title_key, 60)'],
    ]) {
      const [by, sorted] = [sql.raw(`list_${name}`), sql.raw(key!)]
      await sql`create index request_${by} on request (media_type, status, (${sorted}), id)
        include (title_key)`.execute(db)
      await sql`create index request_user_${by} on request (user_id, media_type, status, (${sorted}), id)
        include (title_key)`.execute(db)
    }
    await sql`create index request_media on request (media_type, media_id)`.execute(db)
    await sql`create index request_open on request (status)
      where status in ('waiting', 'pending', 'processing', 'partial', 'failed')`.execute(db)
    // what is over and still says how far it is
    await sql`create index request_unsettled on request (id)
      where percent is not null or late_code is not null or retry_at is not null`.execute(db)
    await sql`
      create table step (
        request_id uuid not null references request on delete cascade, key text not null, step text not null,
        at timestamptz not null, by_user uuid, by_name text, source text not null, detail jsonb not null default '{}',
        noted_at timestamptz not null default now(), primary key (request_id, key))`.execute(db)
    await sql`create index step_at on step (step, at)`.execute(db)
    await sql`
      create table outgoing (
        position bigint generated always as identity primary key, id uuid not null unique, kind text not null,
        request_id uuid references request on delete cascade, issue_id uuid, user_id uuid, body text not null,
        since timestamptz not null, begun_at timestamptz, claimed_until timestamptz, tries int not null default 0, last_error text)`.execute(
      db,
    )
    await sql`create index outgoing_request on outgoing (request_id)`.execute(db)
    await sql`
      create table seerr_user (
        seerr_user_id int primary key, user_id uuid unique, plex_id text, name text,
        checked_at timestamptz not null)`.execute(db)
    await sql`
      create table upstream (
        name text primary key, down_since timestamptz, message text, up_since timestamptz, product text, version text,
        watermark timestamptz, whole_at timestamptz, checked_at timestamptz, state jsonb not null default '{}')`.execute(
      db,
    )
    await sql`
      create table approval_rule (
        id uuid primary key, name text not null, enabled boolean not null, condition jsonb not null,
        version bigint not null default 1, created_at timestamptz not null, updated_at timestamptz not null)`.execute(
      db,
    )
    await sql`create unique index approval_rule_name on approval_rule (lower(name))`.execute(db)
    await sql`
      create table rule_approval (
        request_id uuid primary key references request on delete cascade, rule_id uuid not null, rule_name text not null,
        user_id uuid,
        at timestamptz not null)`.execute(db)
    await sql`create index rule_approval_rule on rule_approval (rule_id, user_id, at)`.execute(db)
    await sql`
      create table issue (
        id uuid primary key, seerr_id int unique, kind text not null, status text not null,
        media_type text not null, media_id text not null, title text, season int, episode int, sealed_message text not null,
        user_id uuid, reported_by text, version bigint not null default 1, seen jsonb, send_begun_at timestamptz,
        created_at timestamptz not null, updated_at timestamptz not null)`.execute(db)
    await sql`create index issue_created on issue (created_at, id)`.execute(db)
    await sql`create index issue_user on issue (user_id, created_at, id)`.execute(db)
    await sql`
      create table issue_comment (
        id uuid primary key, issue_id uuid not null references issue on delete cascade, seerr_id int unique,
        user_id uuid, name text, sealed_message text not null, at timestamptz not null)`.execute(db)
    await sql`create index issue_comment_issue on issue_comment (issue_id, at, id)`.execute(db)
  },
}
