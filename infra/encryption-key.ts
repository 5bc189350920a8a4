import { randomBytes, scryptSync } from 'node:crypto'
import { open, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ConfigError } from './config.ts'

/** Fixed on purpose: the same passphrase has to give the same key on every machine of one house. */
const SALT = 'medianest encryption key v1'

/** Where a house keeps the key that was made for it. */
export const keyFile = (dataDir: string): string => path.join(dataDir, 'secret.key')

/** The database was sealed by a key that is not in the data folder any more, and one that is made opens nothing. */
export class HouseKeyMissing extends ConfigError {
  constructor(dataDir: string) {
    super(
      `There is no ${keyFile(dataDir)}, and the secrets in the database were sealed by one: put it back, or set ENCRYPTION_KEY as it was.`,
    )
  }
}

/**
 * The 32 bytes that wrap the keys of the house: from ENCRYPTION_KEY (64 hexadecimal digits, 32 bytes as base64, or else
 * a passphrase), or from `secret.key` in the data folder, which is made, readable by its owner alone, when there is
 * neither.
 */
export async function encryptionKey(dataDir: string, given?: string): Promise<Buffer> {
  return given === undefined ? makeOrRead(keyFile(dataDir)) : keyFrom(given)
}

/** The key that is to take the place of `secret.key`; kept beside it, so that the next try takes the same. */
export const nextEncryptionKey = (dataDir: string): Promise<Buffer> => makeOrRead(`${keyFile(dataDir)}.new`)

/** Puts the next key in the place of the present one. */
export async function promoteNextKey(dataDir: string): Promise<void> {
  await rename(`${keyFile(dataDir)}.new`, keyFile(dataDir))
  // without this the machine may forget the new name
  await using folder = await open(dataDir)
  await folder.sync()
}

/** Writes a house key where there is none, readable by its owner alone. */
export async function writeKey(dataDir: string, key: Buffer): Promise<void> {
  await writeFile(keyFile(dataDir), `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
}

/** The key that a file holds. Throws a sentence on a damaged one. */
export async function readKey(file: string): Promise<Buffer> {
  const kept = (await readFile(file, 'utf8')).trim()
  if (kept.length < 43) throw new Error(`${file} is damaged: restore it from a backup, or what was sealed is lost.`)
  return keyFrom(kept)
}

async function makeOrRead(file: string): Promise<Buffer> {
  try {
    // wx: two processes that start at once must not end up with two keys
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readKey(file)
}

/** Turns what a person wrote into 32 bytes. */
export function keyFrom(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  return scryptSync(text, SALT, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
}
