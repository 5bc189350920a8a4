import { createRequire } from 'node:module'
import path from 'node:path'

export const NODE_FLOOR = 24

/**
 * The path of a Node that runs this project: the current one when it is new enough, else the one that came with
 * `npm ci` as a locked optional package. Throws one sentence that says what to do.
 * The package is looked up by itself, not through node_modules/.bin: npm 10 loses that link when the packages of
 * several platforms are in the lock file.
 */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_FLOOR) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', 'node')
  } catch {
    throw new Error(
      `MediaNest needs Node ${NODE_FLOOR} or newer; this is ${process.version}, and the package ${name} is not ` +
        `installed (run "npm ci" without --omit=optional, or install Node ${NODE_FLOOR}).`,
    )
  }
}
