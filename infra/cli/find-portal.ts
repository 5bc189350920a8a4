import { existsSync } from 'node:fs'
import path from 'node:path'
import { readPortalFile } from '../embedded/data-folder.ts'
import { secretOf } from '../secret-files.ts'
import { Failure, WrongUsage } from './failure.ts'

/** A portal and the key to it. */
export interface Place {
  /** `http(s)://host[:port]`. */
  url: string
  key: string
  /** How it was found, for sentences: an address or a data folder. */
  by: { url: string } | { dataDir: string; pid: number }
}

export interface Named {
  url?: string
  key?: string
  'data-dir'?: string
}

/** An empty variable counts as unset. */
export const fromEnv = (name: string): string | undefined => process.env[name]?.trim() || undefined

/** Absolute: --data-dir, DATA_DIR, ./data, or the folder that `npm start` uses when there is no ./data. */
export function dataFolderOf(named: Named): string {
  const given = named['data-dir'] ?? fromEnv('DATA_DIR')
  if (given !== undefined) return path.resolve(given)
  const here = path.resolve('data')
  return existsSync(here) ? here : path.resolve(import.meta.dirname, '../../data')
}

/** The portal named by address and key; undefined when none is named. Throws `WrongUsage` when only half is. */
export function namedPortal(named: Named): Place | undefined {
  const url = named.url ?? (named['data-dir'] === undefined ? fromEnv('MEDIANEST_URL') : undefined)
  if (url === undefined) {
    if (named.key !== undefined) throw new WrongUsage('--key goes with --url: say which portal it opens.')
    return undefined
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new WrongUsage(`"${url}" is no address: it begins with http:// or https://.`)
  const key = named.key ?? secretOf(process.env, 'MEDIANEST_KEY')
  if (key === undefined) {
    throw new WrongUsage(
      `The portal at ${url} asks for its key: give it by MEDIANEST_KEY or --key (operatorToken in portal.json in its data folder).`,
    )
  }
  return { url: new URL(url).origin, key, by: { url } }
}

/** The portal that the options, the environment or the data folder name. Throws a sentence when there is none. */
export async function findPortal(named: Named): Promise<Place> {
  const other = namedPortal(named)
  if (other) return other
  const dataDir = dataFolderOf(named)
  const file = await readPortalFile(dataDir)
  if (!file) throw new Failure(notRunning(dataDir))
  if (file.url === '') {
    throw new Failure(
      `The portal on the data folder ${dataDir} runs without the edge (ROLES): name one that has it with --url and --key.`,
    )
  }
  return { url: file.url, key: file.operatorToken, by: { dataDir, pid: file.pid } }
}

/** The sentence for a data folder without a running portal. */
export const notRunning = (dataDir: string): string =>
  `No portal is running on the data folder ${dataDir}. Start it with npm start, or name another with --url and --key.`
