// node infra/launch.mjs FILE.ts [arguments]: runs a TypeScript file of ours whatever Node started this.
// Plain JS that an old Node (20) understands. On a new enough Node the file is imported here, without another process.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { findNode } from './find-node.mjs'
import { whenAncestorDies } from './ancestors.mjs'

/** Code of a process that a signal ended, as shells count it. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGKILL: 137, SIGTERM: 143 }

const [file, ...args] = process.argv.slice(2)
if (!file) fail('usage: node infra/launch.mjs FILE.ts [arguments]')

let node
try {
  node = findNode()
} catch (error) {
  fail(error.message)
}
if (node === process.execPath) await runHere()
else runThere()

async function runHere() {
  quietExperimentalWarnings()
  compileCache()
  // Under npm the portal would outlive a killed npm or launcher; started by hand it belongs to whoever started it.
  if (process.env.npm_lifecycle_event || process.env.MEDIANEST_LAUNCHER) {
    whenAncestorDies(() => process.emit('medianest:orphaned') || process.exit(1))
  }
  const target = path.resolve(file)
  process.argv = [process.execPath, target, ...args]
  await import(pathToFileURL(target).href)
}

function runThere() {
  const binaries = path.dirname(node)
  const child = spawn(node, [...process.execArgv, process.argv[1], file, ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}`,
      MEDIANEST_LAUNCHER: String(process.pid),
    },
  })
  child.on('error', (error) => fail(`${node} did not start: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? SIGNAL_CODES[signal] ?? 1))
  // The terminal and npm may have signalled the child already; it takes repeats within a second for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
}

/** Compiled code, and our files with their types stripped, are kept: a start costs neither again. */
function compileCache() {
  try {
    const folder = process.env.NODE_COMPILE_CACHE || path.join(cacheFolder(process.env), 'compile')
    const module = createRequire(import.meta.url)('node:module')
    module.enableCompileCache(folder)
    process.env.NODE_COMPILE_CACHE = folder
  } catch {
    // only slower
  }
}

/** What Node still calls experimental is a choice of ours and no news to who runs the house; other warnings stay. */
function quietExperimentalWarnings() {
  const emit = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    const kind = typeof rest[0] === 'object' ? rest[0]?.type : rest[0]
    if ((kind ?? warning?.name) !== 'ExperimentalWarning') emit.call(process, warning, ...rest)
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
