import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { type PortalFile, readPortalFile } from '../embedded/data-folder.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PASSWORD = 'a password for the bench'

/** A portal of the bench's own, as its user starts it. */
export interface BenchPortal {
  pid: number
  file: PortalFile
  /** From the command to the line that says it is ready, in milliseconds. */
  readyMs: number
  /** One request on a kept connection, signed in after `signIn`. Gives the body. Throws on anything but 2xx. */
  fetch(method: string, at: string, body?: unknown): Promise<Buffer>
  /** What a signed-in browser would send with each request. */
  headers: Readonly<Record<string, string>>
  /** Once per data folder, as the first password must be changed. */
  signIn(): Promise<void>
  stop(): Promise<void>
}

/** A data folder that portals of this bench are started on; gone at the end. */
export async function benchFolder(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-bench-portal-'))
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) }
}

export async function startBenchPortal(dataDir: string, own: Record<string, string> = {}): Promise<BenchPortal> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['infra/launch.mjs', 'infra/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ADMIN_PASSWORD: PASSWORD, ...own },
  })
  const ended = once(child, 'exit')
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"readyMs"')) resolve()
    })
    void ended.then(() => reject(new Error('The portal ended before it was ready.')))
  })
  await ready
  const readyMs = performance.now() - begun
  const file = await readPortalFile(dataDir)
  if (!file || child.pid === undefined) throw new Error('The portal did not say where it is.')
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const headers: Record<string, string> = {}
  const jar = new Map<string, string>()
  const keep = (pair: string): void => {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    jar.set(name, value)
    headers['cookie'] = [...jar].map((one) => one.join('=')).join('; ')
  }
  const send = async (method: string, at: string, body?: unknown): Promise<Buffer> => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const asked = request(new URL(at, file.url), {
      method,
      agent,
      headers: { ...headers, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
    }).end(text)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    const got = Buffer.concat(chunks)
    if ((answer.statusCode ?? 0) >= 300) throw new Error(`${method} ${at}: ${answer.statusCode} ${got.toString()}`)
    for (const cookie of answer.headers['set-cookie'] ?? []) keep(cookie.split(';')[0] ?? '')
    return got
  }
  return {
    pid: child.pid,
    file,
    readyMs,
    fetch: send,
    headers,
    async signIn() {
      await send('POST', '/api/auth/admin', { username: 'admin', password: PASSWORD })
      const change = { currentPassword: PASSWORD, newPassword: `${PASSWORD}, changed` }
      await send('POST', '/api/auth/password', change)
      // what is measured is counted as ever, and never refused
      const limits = { readsPerMinute: 1_000_000, writesPerMinute: 100_000 }
      await send('PUT', '/api/admin/config', { limits })
    },
    async stop() {
      agent.destroy()
      child.kill('SIGTERM')
      await ended
    },
  }
}
