import { readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** One step: what has to be done to a data folder of the version before `to`. It may be repeated after a crash. */
export interface UpgradeStep {
  to: number
  does: string
  run(folder: string): Promise<void>
}

/** A data folder that this release cannot use. The message is one sentence that says why and what to do. */
export class DataFolderError extends Error {
  override name = 'DataFolderError'
}

/**
 * The layout of the data folder, in whole numbers. Tables have their own migrations; this is about files and folders.
 * A new layout is a new line; the last line is the present version.
 */
export const UPGRADES: UpgradeStep[] = [
  { to: 1, does: 'numbers a folder from before there were numbers', run: async () => undefined },
]

/**
 * Brings a folder to the present version, step by step, and returns what was done; an empty folder is given it at once.
 * Throws `DataFolderError` for a folder of a newer release, which is left untouched.
 */
export async function upgradeFolder(folder: string, steps: UpgradeStep[] = UPGRADES): Promise<string[]> {
  const present = steps.at(-1)?.to ?? 0
  const stored = await storedVersion(folder)
  if (stored === undefined) {
    await store(folder, present)
    return []
  }
  if (stored > present) {
    throw new DataFolderError(
      `The data in ${folder} were written by a newer release of MediaNest (layout ${stored}, this one knows ${present}): start that release, or restore a backup made with this one.`,
    )
  }
  const due = steps.filter(({ to }) => to > stored)
  for (const step of due) {
    await step.run(folder)
    await store(folder, step.to)
  }
  return due.map(({ to, does }) => `${to}: ${does}`)
}

/** Undefined for a folder that holds nothing of ours yet. */
async function storedVersion(folder: string): Promise<number | undefined> {
  const file = path.join(folder, 'version')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) {
    const held = await readdir(folder)
    return held.includes('postgres') || held.includes('nats') ? 0 : undefined
  }
  if (!/^\d+$/.test(text.trim())) throw new DataFolderError(`${file} should hold a number: restore it from a backup.`)
  return Number(text)
}

async function store(folder: string, version: number): Promise<void> {
  const file = path.join(folder, 'version')
  await writeFile(`${file}.new`, `${version}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}
