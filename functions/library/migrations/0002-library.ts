import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const plexLibrary: Migration = {
  async up(db) {
    await sql`
      create table server (
        one boolean primary key default true check (one), machine_id text not null, name text, checked_at timestamptz,
        failed_at timestamptz, message text)`.execute(db)
    await sql`
      create table section (
        key text primary key, uuid text, title text not null, kind text not null, position int not null default 0,
        items int not null default 0, total int, imported int, synced_at timestamptz, whole_at timestamptz,
        watermark bigint, version bigint not null default 1, gone boolean not null default false)`.execute(db)
    await sql`
      create table item (
        rating_key text primary key, section_key text not null references section on delete cascade, kind text not null,
        title text not null, sort_title text not null, letter text not null, parent_key text, grandparent_key text,
        parent_title text, grandparent_title text, place int, parent_place int, year int, added_at timestamptz,
        released text, duration_ms int, leaves int, rating real, content_rating text, studio text,
        genres text[] not null default '{}', thumb text, art text, overview text, tagline text, tmdb_id int, tvdb_id int,
        imdb_id text, updated_at bigint, read_at timestamptz not null default now(), pass int not null default 0)`.execute(
      db,
    )
    for (const [name, columns] of Object.entries({
      title: 'section_key, kind, sort_title, rating_key',
      letter: 'section_key, kind, letter, sort_title, rating_key',
      added: 'section_key, kind, added_at, rating_key',
      year: 'section_key, kind, year, rating_key',
      rating: 'section_key, kind, rating, rating_key',
      duration: 'section_key, kind, duration_ms, rating_key',
      parent: 'parent_key, place, rating_key',
      tmdb: 'tmdb_id, kind',
    }))
      await sql`create index ${sql.raw(`item_${name}`)} on item (${sql.raw(columns)})`.execute(db)
    await sql`create index item_genres on item using gin (genres)`.execute(db)
    await sql`
      create table member (
        collection_key text not null, rating_key text not null, place int not null,
        primary key (collection_key, rating_key))`.execute(db)
    await sql`
      create table person (
        user_id uuid primary key, access text not null, plex_id text, sealed_token text, sections text[] not null default '{}',
        checked_at timestamptz, message text)`.execute(db)
    await sql`
      create table viewing (
        user_id uuid not null, rating_key text not null, views int not null default 0, view_offset_ms int not null default 0,
        leaves_viewed int, last_viewed_at timestamptz, read_at timestamptz not null,
        primary key (user_id, rating_key))`.execute(db)
    await sql`create table deck (user_id uuid primary key, keys text[] not null, read_at timestamptz not null)`.execute(
      db,
    )
  },
}
