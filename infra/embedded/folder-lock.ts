import { chmodSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface FolderLock {
  release(): void
}

/** Held here as well: a database that nobody refers to any more is collected, and its lock falls with it. */
const held = new Set<DatabaseSync>()

/**
 * Takes the data folder for this process alone; undefined when another one has it. The lock is the kernel's, on a file
 * (SQLite is only the way to ask for one from Node): it falls with its process however that dies, a number given out
 * again cannot be mistaken for it, and it holds between containers that share the folder.
 */
export function lockFolder(folder: string): FolderLock | undefined {
  const file = path.join(folder, 'lock')
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    // SQLite makes it readable by all; by its name, as closing a second descriptor of it would drop the lock
    chmodSync(file, 0o600)
    // nothing is ever written: no second file beside it, nothing to repair
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked|busy/.test((error as Error).message)) return undefined
    throw error
  }
  held.add(database)
  return {
    release() {
      if (held.delete(database)) database.close()
    },
  }
}
