import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAptSources } from './apt-sources.ts'
import type { AptSource } from './apt-sources.ts'
import { findCommand } from './command.ts'
import { runBound } from './die-with-us.ts'
import { NATS_FLOOR, compareVersions } from './nats-version.ts'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** The first release of Debian whose package is new enough; its binary runs on the one before it as well. */
const RELEASE = 'trixie'
const ANSWER_WITHIN_MS = 3000
const WHOLE_WITHIN_MS = 40_000

/**
 * Unpacks Debian's own package into `folder` without installing it, and returns the binary's path. The address is the
 * one from which this system takes its packages, whichever that is; apt does the fetching, in folders of its own below
 * `folder`, so its settings for proxies and passwords hold and every signature is checked against Debian's keyring.
 * Works as root and as an ordinary user. Throws a sentence when it cannot.
 */
export async function fromDistribution(folder: string): Promise<string> {
  const apt = findCommand('apt-get')
  const unpack = findCommand('dpkg-deb')
  if (!apt || !unpack) throw new Error('this system has no apt')
  const source = await archiveOfThisSystem()
  const keyring = existsSync(KEYRING) ? KEYRING : source.signedBy
  const list = path.join(folder, 'sources.list')
  await writeFile(list, `deb ${keyring ? `[signed-by=${keyring}] ` : ''}${source.uri} ${RELEASE} main\n`)
  for (const part of ['lists/partial', 'cache/archives/partial'])
    await mkdir(path.join(folder, part), { recursive: true })

  const run = async (words: string[], signal?: AbortSignal) => {
    const { code, output } = await runBound(apt, [...options(folder, list), ...words], {
      cwd: folder,
      // a name server that is silent must not cost more than the source itself may
      env: { ...process.env, LC_ALL: 'C', RES_OPTIONS: 'timeout:1 attempts:2' },
      timeoutMs: WHOLE_WITHIN_MS,
      signal,
    })
    if (signal?.aborted) throw new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`)
    if (code !== 0) throw new Error(lastError(output) ?? `apt ended with ${code}`)
  }
  await untilItAnswers(path.join(folder, 'lists'), (signal) => run(['update'], signal))
  await run(['download', 'nats-server'])

  const deb = (await readdir(folder)).find((name) => /^nats-server_.*\.deb$/.test(name))
  const version = deb?.split('_')[1] ?? ''
  if (!deb) throw new Error('apt brought no package')
  if (compareVersions(version, NATS_FLOOR) < 0) throw new Error(`it is ${version}, older than ${NATS_FLOOR}`)
  const root = path.join(folder, 'root')
  const { code, output } = await runBound(unpack, ['-x', path.join(folder, deb), root])
  if (code !== 0) throw new Error(`it could not be unpacked: ${output.trim()}`)
  return path.join(root, 'usr', 'sbin', 'nats-server')
}

function options(folder: string, list: string): string[] {
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': path.join(folder, 'lists'),
    'Dir::Cache': path.join(folder, 'cache'),
    'Dir::Cache::archives': path.join(folder, 'cache', 'archives'),
    // the sandbox user could not write into a folder of mode 0700
    'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '0',
    'Acquire::http::Timeout': '3',
    'Acquire::https::Timeout': '3',
    'APT::Update::Error-Mode': 'any',
    // an index for software centres that some systems fetch along
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
  }
  const words = Object.entries(settings).flatMap(([name, value]) => (value === '' ? [] : ['-o', `${name}=${value}`]))
  return ['-q', ...words]
}

/** Stops `work` when nothing of the archive has arrived after 3 s; once it has, it may take its time. */
async function untilItAnswers(lists: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const silent = new AbortController()
  const timer = setTimeout(() => {
    void Promise.all([readdir(lists), readdir(path.join(lists, 'partial'))]).then(
      (found) => found.flat().some((name) => name.endsWith('Release')) || silent.abort(),
    )
  }, ANSWER_WITHIN_MS)
  try {
    await work(silent.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** The first address of this Debian's main archive in the system's own configuration. */
async function archiveOfThisSystem(): Promise<AptSource> {
  const os = await readFile('/etc/os-release', 'utf8').catch(() => '')
  if (!/^ID="?debian"?$/m.test(os)) throw new Error('this system is not Debian')
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(os)?.[1] ?? 'stable'
  const parts = (await readdir('/etc/apt/sources.list.d').catch(() => [])).filter((name) =>
    /\.(list|sources)$/.test(name),
  )
  const files = ['/etc/apt/sources.list', ...parts.sort().map((name) => path.join('/etc/apt/sources.list.d', name))]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  const main = texts
    .flatMap(parseAptSources)
    .find(
      ({ suites, components }) =>
        components.includes('main') && suites.some((suite) => suite === codename || suite === 'stable'),
    )
  if (!main) throw new Error(`the system's package sources do not name the main archive of ${codename}`)
  return main
}

function lastError(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => /^(E|Err|W):/.test(line))
  return lines.at(-1)?.slice(0, 300)
}
