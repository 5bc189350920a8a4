import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand } from './command.ts'

/** How long a source may stay silent, and how long all of it may take. */
const ANSWER_WITHIN_MS = 3000
const WHOLE_WITHIN_MS = 60_000

const VERSION = '2.10.29'
const RELEASE = `https://github.com/nats-io/nats-server/releases/download/v${VERSION}`

/**
 * What the archives must be, as the official container images pin them for the same release. The images exist for Linux
 * alone: on another system the release's own list of checksums is asked, which proves no more than a whole download
 * from the address above.
 */
const ARCHIVES: Record<string, { name: string; sha256?: string }> = {
  'linux-x64': { name: 'linux-amd64', sha256: 'e314da74a83a1d3876db8814c27eb990fe729640fd6452025b441bcede8390da' },
  'linux-arm64': { name: 'linux-arm64', sha256: 'da4b27942ecfb4c5f0c54553d2e7f470ddda9d7581cfe8131b351a0e223ed401' },
  'darwin-arm64': { name: 'darwin-arm64' },
  'darwin-x64': { name: 'darwin-amd64' },
}

/** What is fetched from where; another place and other checksums only in tests. */
export interface Release {
  address: string
  archives: typeof ARCHIVES
}

/** Fetches the official release into `folder` and returns the binary's path. Throws a sentence when it cannot. */
export async function fromRelease(
  folder: string,
  { address, archives }: Release = { address: RELEASE, archives: ARCHIVES },
): Promise<string> {
  const archive = archives[`${process.platform}-${process.arch}`]
  if (!archive) throw new Error(`there is none that we know for ${process.platform}-${process.arch}`)
  const file = `nats-server-v${VERSION}-${archive.name}.tar.gz`
  const wanted = archive.sha256 ?? listed((await download(`${address}/SHA256SUMS`)).toString('utf8'), file)
  const body = await download(`${address}/${file}`)
  const found = createHash('sha256').update(body).digest('hex')
  if (found !== wanted) throw new Error(`its checksum is ${found} and should be ${wanted}`)
  const packed = path.join(folder, 'release.tar.gz')
  await writeFile(packed, body)
  const { code, output } = await runCommand('tar', ['-xzf', packed, '-C', folder])
  if (code !== 0) throw new Error(`it could not be unpacked: ${output.trim()}`)
  return path.join(folder, file.replace(/\.tar\.gz$/, ''), 'nats-server')
}

function listed(sums: string, file: string): string {
  const line = sums.split('\n').find((one) => one.trim().endsWith(` ${file}`) || one.trim().endsWith(`*${file}`))
  const sum = line?.trim().split(/\s+/)[0]
  if (!sum) throw new Error(`its list of checksums does not name ${file}`)
  return sum
}

/** Gives up when no answer has begun within 3 s, redirections included. */
async function download(url: string): Promise<Buffer> {
  const silent = new AbortController()
  const timer = setTimeout(
    () => silent.abort(new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`)),
    ANSWER_WITHIN_MS,
  )
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([silent.signal, AbortSignal.timeout(WHOLE_WITHIN_MS)]),
    })
    clearTimeout(timer)
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    const { cause } = error as { cause?: { message?: string } }
    throw new Error(cause?.message ?? (error as Error).message, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
