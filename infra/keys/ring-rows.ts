import type { Client, PoolClient } from 'pg'
import { keyId } from '../../bus/seal.ts'
import { type Ring, type RingKey, wrap } from './ring.ts'

type Database = Client | PoolClient

/** Longer than anything sealed lives where it is not sealed anew: dead letters 180 days, effects 190. */
const KEPT_DAYS = 200

const TABLES = `
create schema if not exists medianest;
create table if not exists medianest.ring (one boolean primary key default true check (one), version bigint not null);
create table if not exists medianest.data_key (
  id text primary key, purpose text not null check (purpose in ('seal', 'root')), current boolean not null default false,
  created_at timestamptz not null default now(), retired_at timestamptz,
  rows_done boolean not null default true, states_done boolean not null default true);
create unique index if not exists data_key_current on medianest.data_key (current) where current;
create table if not exists medianest.house_key (id text primary key, since timestamptz not null default clock_timestamp());
create table if not exists medianest.wrapped_key (
  key_id text not null references medianest.data_key on delete cascade,
  house_id text not null references medianest.house_key on delete cascade,
  wrapped text not null, primary key (key_id, house_id));
`

/** Whoever changes the ring or makes the first one is alone; until the transaction ends. Makes the tables. */
export async function lockRing(db: Database): Promise<void> {
  await db.query("select pg_advisory_xact_lock(hashtext('medianest keys'))")
  await db.query(TABLES)
}

/** Null where there is none yet. */
export async function readRing(db: Database): Promise<Ring | null> {
  const { rows } = await db.query<RingKey & { version: string }>(
    `select r.version, k.id, k.purpose, k.current, coalesce(json_object_agg(w.house_id, w.wrapped)
       filter (where w.house_id is not null), '{}') as wrapped
     from medianest.ring r cross join medianest.data_key k left join medianest.wrapped_key w on w.key_id = k.id
     group by r.version, k.id order by k.created_at, k.id`,
  )
  const version = rows[0]?.version
  if (version === undefined) return null
  const keys = rows.map(({ id, purpose, current, wrapped }) => ({ id, purpose, current, wrapped }))
  return { version: Number(version), keys }
}

export async function addHouseKey(db: Database, houseKey: Buffer): Promise<void> {
  await db.query('insert into medianest.house_key (id) values ($1) on conflict do nothing', [keyId(houseKey)])
}

/** Wraps a key of the ring under a house key that is known there. */
export async function wrapFor(db: Database, key: Buffer, houseKey: Buffer): Promise<void> {
  await db.query('insert into medianest.wrapped_key values ($1, $2, $3) on conflict do nothing', [
    keyId(key),
    keyId(houseKey),
    wrap(key, houseKey),
  ])
}

/** Adds a key; a new one that seals takes the place of the one before. */
export async function addKey(
  db: Database,
  key: Buffer,
  is: { purpose: 'seal' | 'root'; current?: boolean; retired?: boolean; done?: boolean },
): Promise<void> {
  if (is.current) await db.query('update medianest.data_key set current = false, retired_at = now() where current')
  await db.query(
    `insert into medianest.data_key (id, purpose, current, retired_at, rows_done, states_done)
     values ($1, $2, $3, $4, $5, $5)`,
    [keyId(key), is.purpose, is.current ?? false, is.retired ? new Date() : null, is.done ?? true],
  )
}

/** To be called in every transaction that changes the ring. */
export async function raiseVersion(db: Database, atLeast = 0): Promise<void> {
  await db.query(
    `insert into medianest.ring (version) values (greatest(1, $1::bigint))
     on conflict (one) do update set version = greatest(ring.version + 1, $1::bigint)`,
    [atLeast],
  )
}

/** House keys that wrap the ring, the newest last. */
export async function houseKeys(db: Database): Promise<{ id: string; since: Date }[]> {
  const { rows } = await db.query<{ id: string; since: Date }>(
    'select id, since from medianest.house_key order by since',
  )
  return rows
}

/** Forgets the house keys before this one. Gives whether there were any. */
export async function dropHousesBefore(db: Database, houseId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from medianest.house_key h using medianest.house_key mine where mine.id = $1 and h.since < mine.since`,
    [houseId],
  )
  return (rowCount ?? 0) > 0
}

export async function dropHousesBut(db: Database, ids: readonly string[]): Promise<void> {
  await db.query('delete from medianest.house_key where id <> all($1)', [ids])
}

/** Keys so long retired that nothing can be sealed by them any more but what a rotation left. */
export async function outlivedKeys(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from medianest.data_key where purpose = 'seal' and not current
     and retired_at < now() - interval '${KEPT_DAYS} days'`,
  )
  return rows.map((row) => row.id)
}

export async function dropKeys(db: Database, ids: readonly string[]): Promise<void> {
  await db.query('delete from medianest.data_key where id = any($1) and not current', [ids])
}

/** What of the present key's rotation is still to be done. */
export async function undone(db: Database): Promise<{ rows: boolean; states: boolean }> {
  const { rows } = await db.query<{ rows: boolean; states: boolean }>(
    'select not rows_done as rows, not states_done as states from medianest.data_key where current',
  )
  return rows[0] ?? { rows: false, states: false }
}

export async function noteDone(db: Database, what: 'rows_done' | 'states_done'): Promise<void> {
  await db.query(`update medianest.data_key set ${what} = true where current`)
}
