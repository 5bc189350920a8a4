import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What each list is sorted by; the same words stand in the queries, or no index serves them. */
export const SORTED_BY = {
  title: 'sort_title',
  added: "coalesce(added_at, timestamptz '1970-01-01 00:00:00+00')",
  year: 'coalesce(year, -1)',
  rating: 'coalesce(rating, -1)',
  duration: 'coalesce(duration_ms, -1)',
} as const

export const plexLibrary: Migration = {
  async up(db) {
    await sql`
      create table server (
        one boolean primary key default true check (one), machine_id text not null, name text,
        connected boolean not null default true, checked_at timestamptz, failed_at timestamptz, message text,
        busy_by uuid, busy_until timestamptz)`.execute(db)
    await sql`
      create table section (
        key text collate "C" primary key, uuid text, title text not null, kind text not null,
        position int not null default 0, items int not null default 0, counts jsonb not null default '{}', total int,
        imported int, synced_at timestamptz, whole_at timestamptz, watermark bigint, pass int not null default 0,
        reading text, at text collate "C" not null default '', highest bigint,
        tally jsonb not null default '{}', off jsonb not null default '{}', version bigint not null default 1,
        gone boolean not null default false)`.execute(db)
    await sql`
      create table item (
        rating_key text collate "C" primary key,
        section_key text collate "C" not null references section on delete cascade, kind text collate "C" not null,
        title text not null, sort_title text collate "C" not null, letter text collate "C" not null,
        parent_key text collate "C", grandparent_key text collate "C", parent_title text, grandparent_title text,
        place int, parent_place int, year int, added_at timestamptz, released text, duration_ms int, leaves int,
        rating real, content_rating text, studio text, genres text[] not null default '{}', thumb text, art text,
        overview text, tagline text, tmdb_id int, tvdb_id int, imdb_id text, updated_at bigint,
        read_at timestamptz not null default now(), whole_at timestamptz, children_at timestamptz,
        pass int not null default 0)`.execute(db)
    for (const [name, words] of Object.entries(SORTED_BY))
      await sql`create index ${sql.raw(`item_${name}`)} on item (section_key, kind, ${sql.raw(words)}, rating_key)`.execute(
        db,
      )
    for (const [name, columns] of Object.entries({
      letter: 'section_key, kind, letter, sort_title, rating_key',
      parent: 'parent_key, place, rating_key',
      tmdb: 'tmdb_id, kind',
      recent: 'kind, added_at',
    }))
      await sql`create index ${sql.raw(`item_${name}`)} on item (${sql.raw(columns)})`.execute(db)
    await sql`create index item_genres on item using gin (genres)`.execute(db)
    await sql`
      create table member (
        collection_key text collate "C" not null, rating_key text collate "C" not null, place int not null,
        primary key (collection_key, place))`.execute(db)
    await sql`create index member_item on member (rating_key)`.execute(db)
    await sql`
      create table person (
        user_id uuid primary key, access text not null, plex_id text, sealed_token text,
        sections text[] not null default '{}', checked_at timestamptz, message text)`.execute(db)
    await sql`
      create table viewing (
        user_id uuid not null, rating_key text collate "C" not null, views int not null default 0,
        view_offset_ms int not null default 0, leaves_viewed int, last_viewed_at timestamptz,
        read_at timestamptz not null, primary key (user_id, rating_key))`.execute(db)
    await sql`create table deck (user_id uuid primary key, keys text[] not null, read_at timestamptz not null)`.execute(
      db,
    )
    await sql`
      create table watched (
        user_id uuid not null, section_key text collate "C" not null, newest bigint not null default 0,
        read_at timestamptz not null, whole_at timestamptz not null, primary key (user_id, section_key))`.execute(db)
  },
}
