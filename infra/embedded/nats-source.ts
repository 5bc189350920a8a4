import { randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { findCommand } from './command.ts'
import { fromDistribution } from './nats-distribution.ts'
import { fromRelease } from './nats-release.ts'
import { NATS_FLOOR, checkedVersion, compareVersions } from './nats-version.ts'

export interface NatsBinary {
  file: string
  version: string
}

export interface NatsSourceOptions {
  cacheDir: string
  /** NATS_SERVER_BIN. */
  given?: string
  log: Logger
  env?: NodeJS.ProcessEnv
}

/**
 * Finds a nats-server: the given one, the one on the PATH, our cache, the official release, the distribution's package.
 * Whatever is too old, broken or silent is logged in a sentence and the next is tried. Throws what to do when none is left.
 */
export async function findNatsServer(options: NatsSourceOptions): Promise<NatsBinary> {
  const { given, log, env = process.env } = options
  const shelf = path.join(options.cacheDir, 'nats-server')
  const onPath = findCommand('nats-server', env)
  const sources: [string, () => Promise<NatsBinary | undefined>][] = [
    ['NATS_SERVER_BIN', async () => (given === undefined ? undefined : checked(given))],
    ['PATH', async () => (onPath === undefined ? undefined : checked(onPath))],
    ['cache', () => fromShelf(shelf, log)],
    ['official release', () => fetched(shelf, (folder) => fromRelease(folder), log)],
    ["distribution's package", () => fetched(shelf, fromDistribution, log)],
  ]
  for (const [name, find] of sources) {
    try {
      const found = await find()
      if (!found) continue
      log.debug({ source: name, ...found }, 'nats-server found')
      return found
    } catch (error) {
      log.warn({ source: name }, `No nats-server from the ${name}: ${(error as Error).message}`)
    }
  }
  throw new Error(
    `No nats-server ${NATS_FLOOR} or newer was found: install one and put it on the PATH, or name it in NATS_SERVER_BIN, ` +
      'or set NATS_URL to a server that runs already.',
  )
}

async function checked(file: string): Promise<NatsBinary> {
  return { file, version: await checkedVersion(file) }
}

/** The newest usable one that an earlier start has put away. */
async function fromShelf(shelf: string, log: Logger): Promise<NatsBinary | undefined> {
  const versions = (await readdir(shelf).catch(() => [])).filter((name) => /^\d+\.\d+\.\d+$/.test(name))
  for (const version of versions.sort(compareVersions).toReversed()) {
    const file = path.join(shelf, version, 'nats-server')
    try {
      return await checked(file)
    } catch (error) {
      log.warn(`The cached nats-server is put aside: ${(error as Error).message}`)
      await rm(path.join(shelf, version), { recursive: true, force: true })
    }
  }
  return undefined
}

/** Puts a fetched binary on the shelf in one step, so that two starts at once cannot meet a half-written file. */
async function fetched(shelf: string, fetchTo: (folder: string) => Promise<string>, log: Logger): Promise<NatsBinary> {
  await mkdir(shelf, { recursive: true, mode: 0o700 })
  const workplace = await mkdtemp(path.join(shelf, 'fetching-'))
  try {
    const binary = await fetchTo(workplace)
    const version = await checkedVersion(binary)
    const home = path.join(shelf, version)
    const growing = path.join(shelf, `growing-${randomUUID()}`)
    await mkdir(growing, { mode: 0o700 })
    await copyFile(binary, path.join(growing, 'nats-server'))
    await chmod(path.join(growing, 'nats-server'), 0o755)
    // somebody else may have been quicker, with the same file
    await rename(growing, home).catch(() => rm(growing, { recursive: true, force: true }))
    log.info({ version }, 'nats-server was fetched into the cache')
    return await checked(path.join(home, 'nats-server'))
  } finally {
    await rm(workplace, { recursive: true, force: true })
  }
}
