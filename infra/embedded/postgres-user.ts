import { chown, lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { findCommand, runCommand } from './command.ts'

/** `nobody` on every system with such a user, and a number that needs no user to exist. */
const NOBODY = 65534

export interface PostgresUser {
  /** Words before the command. */
  prefix: string[]
  /** The number that owns the files; undefined leaves them as they are. */
  owner?: number
}

/**
 * PostgreSQL refuses to run as root. For root, in order:
 * 1. a user namespace in which root is called nobody: no user is made, files stay root's, a 0700 home is no obstacle;
 * 2. where that is refused (a container as engines make them), nobody for real, with the one capability that lets it
 *    pass closed folders above its own, since the project and its data may lie in somebody's 0700 home.
 */
export async function postgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const unshare = findCommand('unshare')
  const inNamespace = unshare && [unshare, '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
  if (inNamespace && (await works(inNamespace))) return { prefix: inNamespace, owner: 0 }
  const setpriv = findCommand('setpriv')
  const asNobody = setpriv && [setpriv, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  if (asNobody) {
    // without the last word access(2), which initdb asks, would leave the capability out of account
    const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
    const passing = [...asNobody, ...capability]
    if (await works(passing)) return { prefix: passing, owner: NOBODY }
    if (await works(asNobody)) return { prefix: asNobody, owner: NOBODY }
  }
  throw new Error(
    'PostgreSQL does not run as root, and neither unshare nor setpriv could give it another user: start MediaNest as an ordinary user, or set DATABASE_URL.',
  )
}

async function works([program = '', ...args]: string[]): Promise<boolean> {
  return (await runCommand(program, [...args, 'true'], { timeoutMs: 3000 })).code === 0
}

/** Gives a folder and all in it to `owner`, if it is not already theirs (the folder may come from another machine). */
export async function own(folder: string, owner: number | undefined): Promise<void> {
  if (owner === undefined || (await lstat(folder)).uid === owner) return
  for (const entry of await readdir(folder, { recursive: true })) await chown(path.join(folder, entry), owner, owner)
  // last: it is what says that all the rest is done
  await chown(folder, owner, owner)
}
