import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Client } from 'pg'
import { keyId } from '../../bus/seal.ts'
import type { Backup } from '../../contracts/backup.ts'
import { withClient } from '../keys/open-keys.ts'
import { type EndLine, fileNameAt, FORMAT, type Header, toRowLine } from './format.ts'
import { migrationsOf, rowsOf, tablesOf } from './snapshot.ts'
import { wrapKey } from './wrapped-key.ts'

export interface MakeOptions {
  databaseUrl: string
  /** Made when missing, readable by its owner alone. */
  folder: string
  productVersion: string
  /** Wraps the house key; without one no key is inside. */
  passphrase?: string | undefined
  houseKey(): Promise<Buffer>
  /** Last sequence of each stream; null when nobody can say. */
  journal(): Promise<Record<string, number> | null>
}

/** Why no backup was made, in a sentence that a person can act on. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

/** Another process makes one just now. */
export class BackupUnderWay extends BackupError {}

const PARTIAL = '.partial'

/**
 * Writes every row of every domain, as they were at one moment, and the keys into one file. It has its name only when
 * the disk has all of it. Throws `BackupError`.
 */
export async function makeBackup(options: MakeOptions): Promise<Backup> {
  const { folder } = options
  return withClient(options.databaseUrl, async (db) => {
    const { rows } = await db.query<{ held: boolean }>(
      "select pg_try_advisory_lock(hashtext('medianest backup')) as held",
    )
    if (!rows[0]?.held) throw new BackupUnderWay('A backup is being made already.')
    try {
      await prepareFolder(folder)
      return await write(db, options)
    } catch (error) {
      throw toSentence(error, folder)
    }
  })
}

/** One level after the other: Node's own recursion never ends below /proc and the like. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const parent = path.dirname(folder)
    if (code !== 'ENOENT' || parent === folder || existsSync(parent)) throw error
    await makeFolder(parent)
    await mkdir(folder, { mode: 0o700 })
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await makeFolder(folder)
  await chmod(folder, 0o700)
  // nobody else is at it: what has this name was left by a process that died
  const left = (await readdir(folder)).filter((name) => name.startsWith('.medianest-') && name.endsWith(PARTIAL))
  await Promise.all(left.map((name) => rm(path.join(folder, name), { force: true })))
}

async function write(db: Client, options: MakeOptions): Promise<Backup> {
  const madeAt = new Date()
  const name = fileNameAt(madeAt)
  const file = path.join(options.folder, name)
  const partial = path.join(options.folder, `.${name}.${randomBytes(4).toString('hex')}${PARTIAL}`)
  const handle = await open(partial, 'wx', 0o600)
  try {
    await db.query('begin isolation level repeatable read read only')
    const header = await headerOf(db, options, madeAt)
    await pipeline(
      Readable.from(lines(db, header), { highWaterMark: 1 }),
      createGzip(),
      async (packed: AsyncIterable<Buffer>) => {
        for await (const chunk of packed) await handle.appendFile(chunk)
      },
    )
    await db.query('commit')
    await handle.sync()
    await handle.close()
    await rename(partial, file)
    await using directory = await open(options.folder)
    await directory.sync()
    const { size } = await stat(file)
    const { productVersion, key } = header
    return { file: name, madeAt: toSecond(madeAt), sizeBytes: size, productVersion, withKey: key !== null }
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(partial, { force: true })
    throw error
  }
}

/** As the name of the file says it. */
const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}.000Z`

async function headerOf(db: Client, options: MakeOptions, madeAt: Date): Promise<Header> {
  const { rows } = await db.query<{ exists: boolean }>(
    "select to_regclass('medianest.house_key') is not null as exists",
  )
  const houses = rows[0]?.exists ? await db.query<{ id: string }>('select id from medianest.house_key') : { rows: [] }
  const houseKeys = houses.rows.map((row) => row.id)
  const houseKey = options.passphrase === undefined ? undefined : await options.houseKey()
  if (houseKey && !houseKeys.includes(keyId(houseKey)))
    throw new BackupError('The house key is not the one of this database, so a backup with it would open nothing.')
  return {
    kind: 'medianest-backup',
    format: FORMAT,
    productVersion: options.productVersion,
    madeAt: madeAt.toISOString(),
    migrations: await migrationsOf(db),
    journal: await options.journal().catch(() => null),
    houseKeys,
    key: houseKey && options.passphrase !== undefined ? await wrapKey(houseKey, options.passphrase) : null,
  }
}

async function* lines(db: Client, header: Header): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const written = (...texts: readonly string[]): string => {
    const chunk = `${texts.join('\n')}\n`
    hash.update(chunk)
    return chunk
  }
  yield written(JSON.stringify(header))
  const rows: EndLine['rows'] = {}
  for (const table of await tablesOf(db)) {
    yield written(JSON.stringify({ kind: 'table', ...table }))
    let count = 0
    for await (const batch of rowsOf(db, table)) {
      count += batch.length
      yield written(...batch.map(toRowLine))
    }
    rows[`${table.schema}.${table.table}`] = count
  }
  yield `${JSON.stringify({ kind: 'end', rows, sha256: hash.digest('hex') } satisfies EndLine)}\n`
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on its disk',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is read-only',
  ENOTDIR: 'a part of its path is no folder',
  EDQUOT: 'the quota is used up',
}

function toSentence(error: unknown, folder: string): unknown {
  if (error instanceof BackupError) return error
  const { code = '', message, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined && WHY[code] === undefined) return error
  return new BackupError(`The folder ${folder} cannot be written (${WHY[code] ?? message}).`, { cause: error })
}
