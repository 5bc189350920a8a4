import { existsSync } from 'node:fs'
import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { runCommand } from './embedded/command.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const BUILT = path.join(ROOT, 'ui', 'dist')
const STAMP = path.join(BUILT, '.built')
/** What the page is made of. */
const SOURCES = ['ui', 'contracts', 'package-lock.json']

/**
 * Builds the page when it is missing or older than what it is made of. The bundler runs as a process of its own, so its
 * memory goes with it. A page that is there but cannot be built anew is served as it is; a missing one throws.
 * Does nothing under `npm run dev`, which serves the page itself.
 */
export async function ensurePage(log: Logger): Promise<void> {
  if (process.env.MEDIANEST_PAGE === 'elsewhere') return
  if (!existsSync(path.join(ROOT, 'ui', 'index.html')) || !(await isStale())) return
  const begun = new Date()
  const { code, output } = await buildPage()
  if (code === 0) {
    // the time of the beginning: what was changed meanwhile is newer
    await writeFile(STAMP, '').then(() => utimes(STAMP, begun, begun))
    log.info({ ms: Date.now() - begun.getTime() }, 'the page was built')
  } else if (existsSync(path.join(BUILT, 'index.html'))) {
    log.warn({ output: output.slice(-2000) }, 'the page could not be built anew: an older one is served')
  } else {
    throw new Error(`The page could not be built:\n${output.slice(-4000)}`)
  }
}

/** Runs the bundler over ui/ into ui/dist. */
export function buildPage(): ReturnType<typeof runCommand> {
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--config', path.join('ui', 'vite.config.ts'), '--logLevel', 'warn']
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
  return runCommand(process.execPath, args, { cwd: ROOT, env, timeoutMs: 120_000 })
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
