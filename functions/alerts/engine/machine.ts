import { readFile, stat, statfs } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { provided } from '../../../bus/index.ts'

/** Folders of ours that must not fill up, by the subject of their alerts (`data`, `backups`). */
export const ownFolders = provided<Readonly<Record<string, string>>>('alerts.folders')

/** How full the disks below the folders are, in percent as `df` has it; a disk that holds several is named by the first. */
export async function disksOf(
  folders: Readonly<Record<string, string>>,
): Promise<{ subjectId: string; usedPercent: number }[]> {
  const found = new Map<number, { subjectId: string; usedPercent: number }>()
  for (const [subjectId, folder] of Object.entries(folders)) {
    const at = await existing(folder)
    const { dev } = await stat(at)
    if (found.has(dev)) continue
    const { blocks, bfree, bavail } = await statfs(at)
    const used = blocks - bfree
    if (used + bavail > 0) found.set(dev, { subjectId, usedPercent: (used * 100) / (used + bavail) })
  }
  return [...found.values()]
}

/** The folder, or where it will be made. */
async function existing(folder: string): Promise<string> {
  const there = await stat(folder).then(
    () => true,
    () => false,
  )
  const parent = path.dirname(folder)
  return there || parent === folder ? folder : existing(parent)
}

const number = (file: string): Promise<number | null> =>
  readFile(file, 'utf8').then(
    (text) => (/^\d+\s*$/.test(text) ? Number(text) : null),
    () => null,
  )

/** Memory in use, in percent of what a container was given, or of the machine. What is only cache is not in use. */
export async function memoryPercent(cgroup = '/sys/fs/cgroup'): Promise<number> {
  const limit = await number(path.join(cgroup, 'memory.max'))
  const current = await number(path.join(cgroup, 'memory.current'))
  if (limit !== null && current !== null && limit < os.totalmem()) {
    const stats = await readFile(path.join(cgroup, 'memory.stat'), 'utf8').catch(() => '')
    const cache = Number(/^inactive_file (\d+)/m.exec(stats)?.[1] ?? 0)
    return (Math.max(0, current - cache) * 100) / limit
  }
  return ((os.totalmem() - os.freemem()) * 100) / os.totalmem()
}
