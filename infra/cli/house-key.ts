import { existsSync } from 'node:fs'
import { keyFile, keyFrom, readKey } from '../encryption-key.ts'
import { secretOf } from '../secret-files.ts'
import { Failure } from './failure.ts'

/** The house key that this environment or the data folder has; undefined where there is none. */
export async function findHouseKey(dataDir: string): Promise<Buffer | undefined> {
  const given = secretOf(process.env, 'ENCRYPTION_KEY')
  if (given !== undefined) return keyFrom(given)
  return existsSync(keyFile(dataDir)) ? readKey(keyFile(dataDir)) : undefined
}

/** The same; throws a sentence where there is none. */
export async function houseKeyOf(dataDir: string): Promise<Buffer> {
  const key = await findHouseKey(dataDir)
  if (key) return key
  throw new Failure(`There is no ${keyFile(dataDir)}: set ENCRYPTION_KEY or ENCRYPTION_KEY_FILE as the portal has it.`)
}
