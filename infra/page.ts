import { existsSync } from 'node:fs'
import { readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import type { Finished } from './embedded/command.ts'
import { runBound } from './embedded/die-with-us.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const BUILT = path.join(ROOT, 'ui', 'dist')
const STAMP = path.join(BUILT, '.built')
/** What the page is made of. */
const SOURCES = ['ui', 'contracts', 'package-lock.json']

/** Under `npm run dev` the bundler serves the page itself. */
export const pageIsElsewhere = (): boolean => process.env.MEDIANEST_PAGE === 'elsewhere'

/**
 * Builds the page when it is missing or older than what it is made of. The bundler runs as a process of its own, so its
 * memory goes with it. A page that is there but cannot be built anew is served as it is; a missing one throws.
 * Does nothing under `npm run dev`, which serves the page itself.
 */
export async function ensurePage(log: Logger): Promise<void> {
  if (pageIsElsewhere()) return
  if (!existsSync(path.join(ROOT, 'ui', 'index.html')) || !(await isStale())) return
  const begun = Date.now()
  const { code, output } = await buildPage()
  if (code === 0) {
    log.info({ ms: Date.now() - begun }, 'the page was built')
  } else if (existsSync(path.join(BUILT, 'index.html'))) {
    log.warn({ output: output.slice(-2000) }, 'the page could not be built anew: an older one is served')
  } else {
    throw new Error(`The page could not be built:\n${output.slice(-4000)}`)
  }
}

/**
 * Runs the bundler over ui/ and puts the result in the place of ui/dist in one step: two starts at once do not empty
 * each other's folder, and a portal that runs serves the old page until the new one is whole.
 */
export async function buildPage(): Promise<Finished> {
  const begun = new Date()
  const growing = path.join(ROOT, 'node_modules', `.page-${process.pid}-${begun.getTime()}`)
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const config = path.join('ui', 'vite.config.ts')
  const args = [vite, 'build', '--config', config, '--outDir', growing, '--emptyOutDir', '--logLevel', 'warn']
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
  try {
    const finished = await runBound(process.execPath, args, { cwd: ROOT, env, timeoutMs: 120_000 })
    if (finished.code !== 0) return finished
    const stamp = path.join(growing, path.basename(STAMP))
    await writeFile(stamp, '')
    // the time of the beginning: what was changed meanwhile is newer
    await utimes(stamp, begun, begun)
    await rename(BUILT, `${growing}-old`).catch(() => undefined)
    // somebody else's, built at the same time, is as good
    await rename(growing, BUILT).catch((error) => existsSync(STAMP) || Promise.reject(error as Error))
    return finished
  } finally {
    await Promise.all([growing, `${growing}-old`].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

async function isStale(): Promise<boolean> {
  const built = await stat(STAMP).catch(() => undefined)
  if (!built || !existsSync(path.join(BUILT, 'index.html'))) return true
  const newest = await Promise.all(SOURCES.map((source) => newestIn(path.join(ROOT, source))))
  return Math.max(...newest) > built.mtimeMs
}

/** The latest change below a path, in milliseconds since 1970; tests and the built page do not count. */
async function newestIn(place: string): Promise<number> {
  const found = await stat(place).catch(() => undefined)
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = (await readdir(place)).filter((name) => name !== 'dist' && !name.includes('.test.'))
  const inside = await Promise.all(names.map((name) => newestIn(path.join(place, name))))
  // the folder's own time tells of files that were taken away, but also of dist/ coming and going
  return Math.max(0, ...inside)
}
