import { sql } from 'kysely'
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator, NO_MIGRATIONS } from 'kysely/migration'
import { Client, Pool } from 'pg'
import type { Logger } from 'pino'
import type { Domain } from '../domain.ts'
import { toError } from '../errors.ts'
import { hearErrors } from './pool.ts'

/** Tables of the bus in every domain's schema, so that one commit covers the claim, the rows and what is emitted. */
const SYSTEM_TABLES = `
create table if not exists _inbox (
  function text not null, message_id uuid not null, done_at timestamptz not null default now(),
  primary key (function, message_id));
create index if not exists _inbox_done_at on _inbox using brin (done_at);
create table if not exists _outcome (
  message_id uuid primary key, digest text, outcome text not null, at timestamptz not null default now());
create table if not exists _outbox (
  position bigint generated always as identity primary key, id uuid not null unique, stream text not null,
  subject text not null, headers text not null, body text not null, not_before timestamptz,
  created_at timestamptz not null default now(), published_at timestamptz);
create index if not exists _outbox_waiting on _outbox (position) where published_at is null;
create index if not exists _outbox_published on _outbox (published_at) where published_at is not null;
create table if not exists _effect (
  function text not null, message_id uuid not null, name text not null, result text not null,
  at timestamptz not null default now(), primary key (function, message_id, name));
create table if not exists _function (
  function text primary key, since timestamptz not null default now());
create table if not exists _stream_mark (
  stream text primary key, created text not null, last_seq bigint not null);
create table if not exists _attempt (
  function text not null, message_id uuid not null, attempts integer not null, ended boolean not null,
  at timestamptz not null default now(), primary key (function, message_id));
`

/** Enters a domain inside a transaction: its role (where roles could be made) and its schema. */
export const enterDomain = (domain: string, role: boolean): string =>
  `${role ? `set local role "${roleOf(domain)}"; ` : ''}set local search_path to "${domain}"`

const roleOf = (domain: string): string => `medianest_${domain}`

export interface PreparedDomains {
  /** Whether each domain runs under a role of its own; false where the user may not make roles. */
  roles: boolean
}

/** Where a domain's migrations end, by its name; null is before the first. A domain that is not named gets them all. */
export type UpTo = Readonly<Record<string, string | null>>

/** Brings every domain's schema up to date, one process at a time. Throws with the failing migration's name. */
export async function prepareDomains(
  url: string,
  domains: readonly Domain[],
  log: Logger,
  upTo: UpTo = {},
): Promise<PreparedDomains> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('medianest migrations'))")
    let roles = true
    for (const domain of domains) {
      await client.query(`create schema if not exists "${domain.name}"`)
      await client.query(`set search_path to "${domain.name}"; ${SYSTEM_TABLES}`)
      await migrate(url, domain, log, upTo[domain.name])
      roles = roles && (await grantRole(client, domain.name, log))
    }
    return { roles }
  } finally {
    await client.end()
  }
}

async function migrate(url: string, domain: Domain, log: Logger, last?: string | null): Promise<void> {
  const options = `-c search_path=${domain.name}`
  const pool = hearErrors(new Pool({ connectionString: url, max: 2, options }), log)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...domain.migrations }) },
      migrationTableSchema: domain.name,
      migrationTableName: '_migration',
      migrationLockTableName: '_migration_lock',
    })
    const { error, results } =
      last === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(last ?? NO_MIGRATIONS)
    if (error) {
      const failed = results?.find((r) => r.status === 'Error')?.migrationName
      throw new Error(`The migration ${domain.name}/${failed ?? '?'} failed: ${toError(error).message}`, {
        cause: error,
      })
    }
    await sql`select 1`.execute(db)
  } finally {
    await db.destroy()
  }
}

/** A role that sees one schema only, so that a query into another domain fails loudly. */
async function grantRole(client: Client, domain: string, log: Logger): Promise<boolean> {
  const role = roleOf(domain)
  const statements = [
    `do $$ begin create role "${role}" nologin; exception when duplicate_object or unique_violation then null; end $$`,
    `do $$ begin if not pg_has_role(current_user, '${role}', 'set') then execute format('grant %I to %I', '${role}', current_user); end if; end $$`,
    `grant usage on schema "${domain}" to "${role}"`,
    `grant select, insert, update, delete on all tables in schema "${domain}" to "${role}"`,
    `grant usage, select on all sequences in schema "${domain}" to "${role}"`,
  ]
  for (const statement of statements) {
    for (let tries = 5; ; tries--) {
      try {
        await client.query(statement)
        break
      } catch (error) {
        const code = (error as { code?: string }).code
        // roles belong to the whole server: another database's start may touch the same row
        if (code === 'XX000' && tries > 1) continue
        if (code === '42501') {
          log.warn('The database user may not create roles: domains share one role, and only review keeps them apart.')
          return false
        }
        throw error
      }
    }
  }
  return true
}
