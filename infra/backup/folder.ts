import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Backup } from '../../contracts/backup.ts'
import { timeOfFile } from './format.ts'
import { readHeader } from './read.ts'

/** The backups of a folder, newest first; none where there is no folder. Only the beginning of each is read. */
export async function readBackups(folder: string): Promise<Backup[]> {
  const names = await namesIn(folder)
  const read = await Promise.all(names.map((name) => readOne(folder, name)))
  return read.filter((backup) => backup !== null)
}

/** Deletes all but the newest. Gives how many. */
export async function keepNewest(folder: string, keep: number): Promise<number> {
  const old = (await namesIn(folder)).slice(keep)
  await Promise.all(old.map((name) => rm(path.join(folder, name), { force: true })))
  return old.length
}

/** Names that say their time sort by it. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    // whoever makes the next one says what is wrong with the place
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  })
  return names
    .filter((name) => timeOfFile(name) !== null)
    .toSorted()
    .toReversed()
}

async function readOne(folder: string, file: string): Promise<Backup | null> {
  const place = path.join(folder, file)
  const [found, header] = await Promise.all([stat(place).catch(() => null), readHeader(place).catch(() => null)])
  // deleted meanwhile
  if (!found) return null
  const madeAt = (timeOfFile(file) ?? found.mtime).toISOString()
  const { productVersion = null, key = null } = header ?? {}
  return { file, madeAt, sizeBytes: found.size, productVersion, withKey: key !== null }
}
