import { type Client, escapeIdentifier } from 'pg'
import type { Logger } from 'pino'
import type { Domain } from '../../bus/domain.ts'
import { prepareDomains } from '../../bus/pg/schema.ts'
import { keyId } from '../../bus/seal.ts'
import { withClient } from '../keys/open-keys.ts'
import { unwrap } from '../keys/ring.ts'
import { addHouseKey, dropHousesBut, lockRing, raiseVersion, readRing, wrapFor } from '../keys/ring-rows.ts'
import { BackupError } from './make.ts'
import { type EndLine, fromRowLine, type Header } from './format.ts'
import { readBackup } from './read.ts'
import { dropSchemas, houseSchemas, insertRows, setForeignKeys, setSequences, takeForeignKeys } from './restore-rows.ts'

export interface RestoreOptions {
  file: string
  databaseUrl: string
  /** Every domain of this version. */
  domains: readonly Domain[]
  /** Whether what is there goes. */
  replace: boolean
  /** Given the beginning of the file: the house key that the ring is wrapped by, and the one of this house. */
  keys(header: Header): Promise<{ backup: Buffer; house: Buffer }>
  log: Logger
}

export interface Restored {
  header: Header
  rows: EndLine['rows']
  /** Tables that this version does not have any more, with rows that were left out. */
  leftOut: string[]
}

/** Rows of one table that are written at once. */
const BATCH = 500

/**
 * Brings a database to what a backup says: the schemas as they were then, every row, and the keys. All of it or
 * nothing, but for `replace`, which empties first. The next start takes the schemas on to its own version. Throws
 * `BackupError` and `BrokenBackup`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { header, end } = await readBackup(options.file)
  const domains = domainsOf(header, options.domains)
  const keys = await options.keys(header)
  if (!header.houseKeys.includes(keyId(keys.backup)))
    throw new BackupError('The house key is not the one that the keys of this backup are wrapped by.')
  return withClient(options.databaseUrl, async (db) => {
    await refuseWhileUsed(db)
    const names = options.domains.map((domain) => domain.name)
    const there = await houseSchemas(db, names)
    if (there.length > 0 && !options.replace)
      throw new BackupError('There is a house in this database already. --replace deletes it first.')
    await dropSchemas(db, there)
    try {
      const upTo = Object.fromEntries(
        Object.entries(header.migrations).map(([name, all]) => [name, all.at(-1) ?? null]),
      )
      await prepareDomains(options.databaseUrl, domains, options.log, upTo)
      const leftOut = await fill(db, options.file, keys)
      return { header, rows: end.rows, leftOut }
    } catch (error) {
      await db.query('rollback')
      // half a house would be taken for one
      await dropSchemas(db, await houseSchemas(db, names))
      throw error
    }
  })
}

/** The domains of a backup as this version has them. */
function domainsOf(header: Header, known: readonly Domain[]): Domain[] {
  return Object.entries(header.migrations).map(([name, migrations]) => {
    const domain = known.find((one) => one.name === name)
    const unknown = domain ? migrations.find((migration) => !Object.hasOwn(domain.migrations, migration)) : name
    if (!domain || unknown !== undefined)
      throw new BackupError(
        `The backup was made by MediaNest ${header.productVersion} and has what this version does not know (${unknown}): use that version or a newer one.`,
      )
    return domain
  })
}

/** A portal that runs would write between our rows. */
async function refuseWhileUsed(db: Client): Promise<void> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'medianest'`,
  )
  if (rows[0]?.count) throw new BackupError('A portal uses this database: stop it first.')
}

async function fill(db: Client, file: string, keys: { backup: Buffer; house: Buffer }): Promise<string[]> {
  await db.query('begin')
  await lockRing(db)
  const foreign = await takeForeignKeys(db)
  const leftOut: string[] = []
  let table: string | undefined
  let waiting: string[] = []
  const flush = async (): Promise<void> => {
    if (table !== undefined && waiting.length > 0) await insertRows(db, table, waiting)
    waiting = []
  }
  await readBackup(file, {
    async table(next) {
      await flush()
      const name = `${escapeIdentifier(next.schema)}.${escapeIdentifier(next.table)}`
      const { rows } = await db.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [name])
      table = rows[0]?.exists ? name : undefined
      if (table === undefined) leftOut.push(`${next.schema}.${next.table}`)
      // what a migration put in is in the backup as well
      else await db.query(`delete from ${name}`)
    },
    async row(line) {
      if (waiting.push(fromRowLine(line)) >= BATCH) await flush()
    },
  })
  await flush()
  await setForeignKeys(db, foreign)
  await setSequences(db)
  await rewrap(db, keys)
  await db.query('commit')
  return leftOut
}

/** A house that has a key of its own keeps it. */
async function rewrap(db: Client, { backup, house }: { backup: Buffer; house: Buffer }): Promise<void> {
  const ring = await readRing(db)
  if (!ring) throw new BackupError('The backup holds no keys of its house.')
  const { seal, root } = unwrap(ring, backup)
  if (backup.equals(house)) return
  await addHouseKey(db, house)
  const ours = new Set(ring.keys.map((key) => key.id))
  for (const key of [root, ...seal.filter((one) => ours.has(keyId(one)))]) await wrapFor(db, key, house)
  await dropHousesBut(db, [keyId(house)])
  await raiseVersion(db)
}
