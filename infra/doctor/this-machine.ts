import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { cacheFolder } from '../cache-folder.mjs'
import { findCommand } from '../embedded/command.ts'
import { checkedVersion, compareVersions, NATS_FLOOR } from '../embedded/nats-version.ts'
import { type Check, fail, ok, reasonOf, warn } from './check.ts'

const { engines } = createRequire(import.meta.url)('../../package.json') as { engines: { node: string } }
const NODE_FLOOR = Number(/\d+/.exec(engines.node)?.[0])

/** The Node that runs this, which is the one that runs the portal. */
export function nodeVersion(version: string = process.versions.node): Check {
  const enough = Number(version.split('.')[0]) >= NODE_FLOOR
  if (enough) return ok('Node', `Node ${version}.`)
  return fail('Node', `Node ${version} is too old: run npm ci, which brings ${NODE_FLOOR}, or install it.`)
}

/** Where compiled code and the fetched nats-server are kept. */
export function cache(env: NodeJS.ProcessEnv): Check {
  try {
    return ok('cache folder', `${cacheFolder(env)} can be written.`)
  } catch (error) {
    return fail('cache folder', reasonOf(error))
  }
}

/** The nats-server that the next start would take, without fetching one. */
export async function natsServer(env: NodeJS.ProcessEnv): Promise<Check> {
  const name = 'nats-server'
  const given = env['NATS_SERVER_BIN']?.trim() || undefined
  const refused: string[] = []
  for (const [source, find] of [
    ['NATS_SERVER_BIN', async () => given],
    ['the PATH', async () => findCommand('nats-server', env)],
    ['the cache', async () => newestOnShelf(path.join(cacheFolder(env), 'nats-server'))],
  ] as const) {
    try {
      const file = await find()
      if (file !== undefined) return ok(name, `nats-server ${await checkedVersion(file)} from ${source}: ${file}.`)
    } catch (error) {
      refused.push(reasonOf(error))
    }
  }
  const why = refused.length > 0 ? ` (${refused.join('; ')})` : ''
  return warn(
    name,
    `No nats-server ${NATS_FLOOR} or newer is here${why}: the next start fetches one. Without a network put one on the PATH.`,
  )
}

async function newestOnShelf(shelf: string): Promise<string | undefined> {
  const versions = (await readdir(shelf).catch(() => [])).filter((entry) => /^\d+\.\d+\.\d+$/.test(entry))
  const newest = versions.sort(compareVersions).at(-1)
  return newest === undefined ? undefined : path.join(shelf, newest, 'nats-server')
}

/** The page that the portal serves. */
export function page(root: string): Check {
  const file = path.join(root, 'ui', 'dist', 'index.html')
  if (!existsSync(file)) return warn('page', 'The page is not built yet: npm start does it, or npm run build.')
  return ok('page', `The page was built on ${statSync(file).mtime.toLocaleString('sv')}.`)
}
