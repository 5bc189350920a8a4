import { randomBytes, scryptSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Fixed on purpose: the same passphrase has to give the same key on every machine of one house. */
const SALT = 'medianest encryption key v1'

/**
 * The 32 bytes that seal secrets: from ENCRYPTION_KEY (64 hexadecimal digits, 32 bytes as base64, or else a passphrase),
 * or from `secret.key` in the data folder, which is made, readable by its owner alone, when there is neither.
 */
export async function encryptionKey(dataDir: string, given?: string): Promise<Buffer> {
  if (given !== undefined) return keyFrom(given)
  const file = path.join(dataDir, 'secret.key')
  try {
    // wx: two processes that start at once must not end up with two keys
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const kept = (await readFile(file, 'utf8')).trim()
  if (kept.length < 43) throw new Error(`${file} is damaged: restore it from a backup, or what was sealed is lost.`)
  return keyFrom(kept)
}

/** Turns what a person wrote into 32 bytes. */
export function keyFrom(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  return scryptSync(text, SALT, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
}
