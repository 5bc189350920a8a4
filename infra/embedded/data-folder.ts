import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DataFolderError, upgradeFolder } from './data-version.ts'
import { lockFolder } from './folder-lock.ts'

export { DataFolderError } from './data-version.ts'

/** The servers of a running portal, where the operator's commands may need them. */
export interface Servers {
  /** Of the embedded servers only: addresses that were given stay where they were given, in the environment. */
  databaseUrl?: string | undefined
  natsUrl?: string | undefined
  natsMonitorUrl?: string | undefined
  /** Prefix of subjects, streams and buckets; `medianest` when absent. */
  namespace?: string | undefined
}

/** What a running portal leaves in `portal.json`, readable by its owner alone. */
export interface PortalFile extends Servers {
  pid: number
  /** Where this machine reaches it. */
  url: string
  /** Lets the operator's commands in; another one at every start. */
  operatorToken: string
  startedAt: string
}

export interface DataFolder {
  path: string
  /** The upgrades that were made, in words. */
  upgrades: string[]
  operatorToken: string
  /** Tells the operator's commands where the portal is. */
  announce(url: string, servers?: Servers): Promise<void>
  /** Takes the announcement back and gives the folder free. */
  release(): Promise<void>
}

/**
 * Makes the folder (mode 0700), takes it for this process, and brings it to the present version.
 * Throws `DataFolderError` when another portal uses it or a newer release has written it.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
  } catch (error) {
    throw new DataFolderError(`The data folder ${folder} cannot be used (${(error as Error).message}): set DATA_DIR.`)
  }
  const lock = lockFolder(folder)
  if (!lock) {
    const other = await readPortalFile(folder)
    throw new DataFolderError(
      `Another MediaNest already uses the data folder ${folder}${other ? ` (process ${other.pid}, ${other.url})` : ''}: stop it, or set DATA_DIR to another folder.`,
    )
  }
  const file = path.join(folder, 'portal.json')
  const operatorToken = randomBytes(32).toString('base64url')
  try {
    await rm(file, { force: true })
    const upgrades = await upgradeFolder(folder)
    return {
      path: folder,
      upgrades,
      operatorToken,
      async announce(url, servers = {}) {
        const startedAt = new Date().toISOString()
        const content: PortalFile = { pid: process.pid, url, operatorToken, startedAt, ...servers }
        await writeFile(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 })
        await rename(`${file}.new`, file)
      },
      async release() {
        await rm(file, { force: true })
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Where the portal on this folder runs; undefined when none has said so. It may be left over from one that was killed. */
export async function readPortalFile(folder: string): Promise<PortalFile | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'portal.json'), 'utf8')) as PortalFile
  } catch {
    return undefined
  }
}
