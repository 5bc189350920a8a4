import { accessSync, chmodSync, constants, lstatSync, mkdirSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import path from 'node:path'

/**
 * The folder for what can be fetched or computed again (compiled code, the NATS server): CACHE_DIR, or `medianest`
 * in the user's cache folder, or a private folder under the temporary one when neither can be written. It is never
 * inside the data folder, so that a backup stays small and removing it is always safe.
 * Plain JS because the launcher needs it on an old Node.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env) {
  const base = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined
  const wished = env.CACHE_DIR || path.join(base ?? path.join(env.HOME || homedir(), '.cache'), 'medianest')
  for (const folder of [path.resolve(wished), path.join(tmpdir(), `medianest-${userInfo().uid}`)]) {
    if (usable(folder)) return folder
  }
  throw new Error(`No cache folder can be written: set CACHE_DIR to one that can (tried ${wished} and ${tmpdir()}).`)
}

/** Programs are run from here: a folder that someone else owns or can write (a trap laid in /tmp) is no cache of ours. */
function usable(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    if (!found.isDirectory() || found.uid !== userInfo().uid) return false
    if (found.mode & 0o022) chmodSync(folder, 0o700)
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
