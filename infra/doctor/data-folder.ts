import { existsSync } from 'node:fs'
import { readFile, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { UPGRADES } from '../embedded/data-version.ts'
import { type Check, fail, ok, reasonOf, warn } from './check.ts'

const GIB = 1024 ** 3
/** PostgreSQL stops for good when it cannot write; the streams alone may grow past 3 GiB. */
const ENOUGH = 4 * GIB
const TOO_LITTLE = GIB / 4

/** The data folder itself: that it is there, whose it is, of which version, and how much room is left. */
export async function dataFolder(folder: string): Promise<Check[]> {
  const name = 'data folder'
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) {
    const why = found.code === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(found)})`
    return [fail(name, `${folder} ${why}: the first npm start makes it; --data-dir or DATA_DIR names another.`)]
  }
  if (!found.isDirectory()) return [fail(name, `${folder} is no folder: set DATA_DIR to another place.`)]
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0')
  const open = (found.mode & 0o077) !== 0
  return [
    open
      ? fail(name, `${folder} is open to others (${mode}), and keys and passwords lie in it: chmod 700 ${folder}`)
      : ok(name, `${folder} is there, for its owner alone (${mode}).`),
    await version(folder),
    await room(folder),
  ]
}

async function version(folder: string): Promise<Check> {
  const name = 'data version'
  const present = UPGRADES.at(-1)?.to ?? 0
  const text = await readFile(path.join(folder, 'version'), 'utf8').catch(() => undefined)
  if (text === undefined) {
    const used = existsSync(path.join(folder, 'postgres')) || existsSync(path.join(folder, 'nats'))
    return used
      ? warn(name, `The folder is from before there were versions: the next start brings it to ${present}.`)
      : warn(name, 'The folder is empty: the first npm start fills it.')
  }
  const stored = Number(text)
  if (!/^\d+$/.test(text.trim()))
    return fail(name, `${path.join(folder, 'version')} should hold a number: restore it from a backup.`)
  if (stored > present)
    return fail(name, `Written by a newer release (layout ${stored}, this one knows ${present}): start that release.`)
  if (stored < present) return warn(name, `Layout ${stored}: the next start brings it to ${present}.`)
  return ok(name, `Layout ${stored}, the present one.`)
}

async function room(folder: string): Promise<Check> {
  const name = 'free space'
  const { bavail, bsize, blocks } = await statfs(folder)
  const free = bavail * bsize
  const sentence = `${(free / GIB).toFixed(1)} GiB of ${((blocks * bsize) / GIB).toFixed(1)} GiB are free`
  if (free < TOO_LITTLE) return fail(name, `${sentence}: make room now, or the database and the journal stop.`)
  if (free < ENOUGH) return warn(name, `${sentence}: the journal alone may grow past 3 GiB.`)
  return ok(name, `${sentence}.`)
}
