import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineDomain } from '../../bus/index.ts'
import { prepareDomains } from '../../bus/pg/schema.ts'
import { keyId, Sealer } from '../../bus/seal.ts'
import { sealerOf, withClient } from '../keys/open-keys.ts'
import { startVault, vault as vaultDomain, type Vault } from '../keys/vault-rig.test.ts'
import { freshDatabase } from '../test/fresh.ts'
import { quiet } from '../test/quiet.ts'
import { keepNewest, readBackups } from './folder.ts'
import { BrokenBackup } from './format.ts'
import { BackupError, BackupUnderWay, makeBackup } from './make.ts'
import { readBackup, readHeader } from './read.ts'
import { restoreBackup } from './restore.ts'
import { unwrapKey, WrongPassphrase } from './wrapped-key.ts'

/** Values that JSON, JavaScript or a careless copy would change. */
const odds = defineDomain({
  name: 'odds',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table odd (
          number bigint generated always as identity primary key, parent bigint references odd,
          big bigint, exact numeric, float double precision, time timestamptz, day date, bytes bytea,
          text text, document jsonb, note json, tags text[], doubled bigint generated always as (big * 2) stored)`.execute(
          db,
        )
        await sql`insert into odd (text) values ('from the migration')`.execute(db)
      },
    },
    '0002_later': {
      async up(db) {
        await sql`alter table odd add column later text`.execute(db)
      },
    },
  },
})
const older = { ...odds, migrations: { '0001_init': odds.migrations['0001_init']! } }

const passphrase = 'a pass phrase of the test'
const houseKey = randomBytes(32)

let vault: Vault
let folder: string
beforeEach(async () => {
  vault = await startVault()
  folder = path.join(vault.dataDir, 'backups')
  await vault.open(houseKey)
})
afterEach(() => vault.stop())

const make = (more: { passphrase?: string } = { passphrase }) =>
  makeBackup({
    databaseUrl: vault.databaseUrl,
    folder,
    productVersion: '1.2.3',
    houseKey: async () => houseKey,
    journal: async () => ({ events: 7 }),
    ...more,
  })
const placeOf = (file: string): string => path.join(folder, file)
const restoreInto = (databaseUrl: string, file: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    databaseUrl,
    file: placeOf(file),
    domains: [odds, vaultDomain],
    replace: false,
    keys: async () => ({ backup: houseKey, house: houseKey }),
    log: quiet,
    ...more,
  })
const textOfRows = (databaseUrl: string): Promise<string[]> =>
  withClient(databaseUrl, async (db) => {
    const { rows } = await db.query<{ text: string }>('select o::text as text from odds.odd o order by number')
    return rows.map((row) => row.text)
  })

async function fillOdds(db: Client): Promise<void> {
  await db.query(`insert into odds.odd (parent, big, exact, float, time, day, bytes, text, document, note, tags)
    values (null, 9007199254740993, 0.1234567890123456789012345678901234567890, 0.1, '2026-03-01 12:00:00.123456+02',
      '0044-03-15 BC', '\\x00ff0a', E'line\\nbreak " \\\\ \\\\u0000 “ü” {"row":', '{"a": 1e400, "b": [null]}', '{"z":1,  "a":2}',
      '{"one","t,w\\"o",null}'), (2, -1, 'NaN', 'infinity', 'infinity', null, '', '', 'null', null, '{}')`)
  // a row that points at one that comes after it
  await db.query('update odds.odd set parent = 3 where number = 1')
}

describe('a backup', () => {
  it('comes back in an empty database as it was: every value, references, numbering and keys', async () => {
    await prepareDomains(vault.databaseUrl, [older], quiet)
    await fillOdds(vault.db)
    const before = await textOfRows(vault.databaseUrl)
    const { sealer } = await vault.open(houseKey)
    const made = await make()
    const target = await freshDatabase()
    const { header, rows, leftOut } = await restoreInto(target, made.file)
    expect(header).toMatchObject({
      productVersion: '1.2.3',
      journal: { events: 7 },
      migrations: { odds: ['0001_init'] },
    })
    expect([rows['odds.odd'], leftOut]).toEqual([3, []])
    expect(await textOfRows(target)).toEqual(before)
    expect((await sealerOf(target, houseKey)).open(sealer.seal('secret'))).toBe('secret')
    // the schema is the one of then, and a start takes it on
    await prepareDomains(target, [odds], quiet)
    const inserted = await withClient(target, (db) =>
      db.query<{ number: string; later: null }>(`insert into odds.odd (parent) values (3) returning number, later`),
    )
    expect(inserted.rows).toEqual([{ number: '4', later: null }])
    await expect(withClient(target, (db) => db.query('insert into odds.odd (parent) values (99)'))).rejects.toThrow(
      /foreign key/,
    )
  })

  it('is of one moment, also while others write', async () => {
    await vault.db.query(
      `insert into vault.secret (id, sealed) select n::text, 'before' from generate_series(1, 5000) n`,
    )
    const writing = new AbortController()
    const writer = withClient(vault.databaseUrl, async (db) => {
      for (let n = 0; !writing.signal.aborted; n++) await db.query('update vault.secret set sealed = $1', [`all ${n}`])
      return true
    })
    const made = await make()
    writing.abort()
    await writer
    const seen = new Set<string>()
    await readBackup(placeOf(made.file), {
      table: async () => undefined,
      row: async (line) => {
        const { row } = JSON.parse(line) as { row: { sealed?: string } }
        if (row.sealed !== undefined) seen.add(row.sealed)
      },
    })
    expect(seen.size).toBe(1)
  })

  it('is for its owner alone, and is there whole or not at all', async () => {
    const made = await make()
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(placeOf(made.file))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual([made.file])
    expect(made).toEqual((await readBackups(folder))[0])
    expect(await readHeader(placeOf(made.file))).toMatchObject({ houseKeys: [keyId(houseKey)] })
  })

  it('is made by one process at a time', async () => {
    await vault.db.query("select pg_advisory_lock(hashtext('medianest backup'))")
    await expect(make()).rejects.toThrow(BackupUnderWay)
  })

  it('says why its folder cannot be written', async () => {
    const file = path.join(vault.dataDir, 'file')
    await writeFile(file, '')
    folder = path.join(file, 'backups')
    await expect(make()).rejects.toThrow(
      new BackupError(`The folder ${folder} cannot be written (a part of its path is no folder).`),
    )
  })

  it('is kept for as long as there are not 30 newer ones', async () => {
    const made = await make()
    const content = await readFile(placeOf(made.file))
    const days = Array.from({ length: 34 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))
    for (const day of days) await writeFile(placeOf(`medianest-${day}T03-00-00Z.backup`), content)
    await writeFile(placeOf('something of mine.backup'), '')
    expect(await keepNewest(folder, 30)).toBe(5)
    const left = await readBackups(folder)
    expect([left.length, left[0]!.file, left.at(-1)!.file]).toEqual([
      30,
      made.file,
      `medianest-${days[5]}T03-00-00Z.backup`,
    ])
    expect(await readdir(folder)).toContain('something of mine.backup')
  })
})

describe('the key in a backup', () => {
  it('opens by its pass phrase and by no other; without one there is none', async () => {
    const { key } = await readHeader(placeOf((await make()).file))
    expect(await unwrapKey(key!, passphrase)).toEqual(houseKey)
    await expect(unwrapKey(key!, 'another pass phrase')).rejects.toThrow(WrongPassphrase)
    await rm(folder, { recursive: true })
    const made = await make({})
    expect(made.withKey).toBe(false)
    expect((await readHeader(placeOf(made.file))).key).toBeNull()
  })

  it('gives way to that of a house that has its own', async () => {
    const { sealer } = await vault.open(houseKey)
    const made = await make()
    const [target, own] = [await freshDatabase(), randomBytes(32)]
    await restoreInto(target, made.file, { keys: async () => ({ backup: houseKey, house: own }) })
    expect((await sealerOf(target, own)).open(sealer.seal('secret'))).toBe('secret')
    await expect(sealerOf(target, houseKey)).rejects.toThrow()
  })

  it('must be the one of the backup', async () => {
    const made = await make()
    const other = randomBytes(32)
    const restoring = restoreInto(await freshDatabase(), made.file, {
      keys: async () => ({ backup: other, house: other }),
    })
    await expect(restoring).rejects.toThrow(BackupError)
  })

  it('is nowhere in the file in plain', async () => {
    const made = await make()
    const { header } = await readBackup(placeOf(made.file))
    for (const encoding of ['base64', 'hex', 'base64url'] as const)
      expect(JSON.stringify(header)).not.toContain(houseKey.toString(encoding))
    expect(new Sealer([houseKey]).seal('x')).toContain(header.houseKeys[0])
  })
})

describe('what is refused', () => {
  const fault = async (content: Buffer): Promise<string> => {
    await writeFile(placeOf('medianest-2020-01-01T00-00-00Z.backup'), content)
    return readBackup(placeOf('medianest-2020-01-01T00-00-00Z.backup')).then(
      () => 'nothing',
      (error: unknown) => {
        if (error instanceof BrokenBackup) return error.message
        throw error
      },
    )
  }

  it('is a file that was cut off, changed, or is none of ours', async () => {
    await vault.db.query(
      `insert into vault.secret (id, sealed) select n::text, md5(n::text) from generate_series(1, 2000) n`,
    )
    const content = await readFile(placeOf((await make()).file))
    expect(await fault(content)).toBe('nothing')
    for (const part of [0.1, 0.5, 0.99])
      expect(await fault(content.subarray(0, content.length * part))).toMatch(/cut off/)
    expect(await fault(content.subarray(0, content.length - 1))).toMatch(/cut off/)
    const changed = Buffer.from(content)
    changed[Math.floor(content.length / 2)]! ^= 1
    expect(await fault(changed)).toMatch(/damaged|changed/)
    expect(await fault(Buffer.from('no backup'))).toMatch(/no backup of MediaNest/)
    expect(await fault(Buffer.alloc(0))).toMatch(/cut off|empty/)
  })

  it('is a database that holds a house, unless it is to be replaced; then it holds the backup', async () => {
    const made = await make()
    const target = await freshDatabase()
    await restoreInto(target, made.file)
    await withClient(target, (db) => db.query(`insert into vault.secret (id, sealed) values ('newer', 'x')`))
    await expect(restoreInto(target, made.file)).rejects.toThrow(/There is a house in this database already/)
    await restoreInto(target, made.file, { replace: true })
    const { rows } = await withClient(target, (db) => db.query('select * from vault.secret'))
    expect(rows).toEqual([])
  })

  it('is a database that a portal uses', async () => {
    const made = await make()
    const target = await freshDatabase()
    const portal = new Client({ connectionString: target, application_name: 'medianest' })
    await portal.connect()
    await expect(restoreInto(target, made.file)).rejects.toThrow('A portal uses this database: stop it first.')
    await portal.end()
  })

  it('is a backup of a newer version, before anything is touched', async () => {
    await prepareDomains(vault.databaseUrl, [odds], quiet)
    const made = await make()
    const target = await freshDatabase()
    await expect(restoreInto(target, made.file, { domains: [older, vaultDomain] })).rejects.toThrow(
      /^The backup was made by MediaNest 1\.2\.3 and has what this version does not know \(0002_later\)/,
    )
    const { rows } = await withClient(target, (db) => db.query("select from pg_namespace where nspname = 'odds'"))
    expect(rows.length).toBe(0)
  })

  it('is no table that this version lacks: that is left out, and said', async () => {
    const made = await make()
    const without = { ...vaultDomain, migrations: { '0001_init': { up: async () => undefined } } }
    const { leftOut } = await restoreInto(await freshDatabase(), made.file, { domains: [without] })
    expect(leftOut).toEqual(['vault.secret'])
  })
})
