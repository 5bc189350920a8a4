import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder } from '../cache-folder.mjs'
import { findCommand } from '../embedded/command.ts'
import { isDebian } from './missing.ts'

/** A proxy's program, or why there is none. */
export type Program = { file: string } | { missing: string }

type Name = 'nginx' | 'caddy'

const PACKAGED: Record<Name, string> = { nginx: 'usr/sbin/nginx', caddy: 'usr/bin/caddy' }

/**
 * A proxy for the tests: the one of this system, or on Debian as root the program out of its package. The package is
 * unpacked into the cache folder and not installed, since installing it would bring a service that takes port 80.
 */
export function findProxy(name: Name): Program {
  const installed = findCommand(name)
  if (installed) return { file: installed }
  const folder = path.join(cacheFolder(process.env), 'test-proxies', name)
  const file = path.join(folder, PACKAGED[name])
  if (existsSync(file)) return { file }
  const apt = findCommand('apt-get')
  if (!apt || process.getuid?.() !== 0 || !isDebian())
    return { missing: `there is no ${name}: install it, or run this on Debian as root` }
  process.stdout.write(`The tests need a ${name}: fetching its package (apt-get) ...\n`)
  const problem = unpack(apt, name, folder)
  return problem === null ? { file } : { missing: problem }
}

/** Null when it stands there, whole; two runs at once do not disturb each other. */
function unpack(apt: string, name: Name, folder: string): string | null {
  mkdirSync(path.dirname(folder), { recursive: true })
  const own = mkdtempSync(`${folder}-`)
  try {
    const unpacked = path.join(own, 'root')
    // the lists may be missing or older than the package
    if (!download(apt, name, own)) {
      runs(apt, ['-qq', '-o', 'DPkg::Lock::Timeout=60', 'update'], own)
      if (!download(apt, name, own)) return `apt-get has no package ${name}`
    }
    const archive = readdirSync(own).find((file) => file.endsWith('.deb')) ?? ''
    if (!runs('dpkg-deb', ['-x', archive, unpacked], own)) return `the package ${name} could not be unpacked`
    if (!runs(path.join(unpacked, PACKAGED[name]), [name === 'nginx' ? '-v' : 'version'], own))
      return `${name} from its package does not start here`
    try {
      renameSync(unpacked, folder)
    } catch (error) {
      // another run was quicker
      if (!existsSync(folder)) throw error
    }
    return null
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

const download = (apt: string, name: string, cwd: string): boolean => runs(apt, ['-qq', 'download', name], cwd)

const runs = (command: string, args: string[], cwd: string): boolean =>
  spawnSync(command, args, { cwd, env: { ...process.env, HOME: cwd } }).status === 0
