import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const READY_MS = 60_000

export interface RunningPortal {
  url: string
  /** Resolves when it has ended, however that came. */
  ended: Promise<void>
  /** Asks it to end and waits for that. */
  stop(): Promise<void>
}

/** The ordinary portal in a process of its own, as `npm start` starts it. `env` is what it is told. */
export async function startPortal(env: Record<string, string>): Promise<RunningPortal> {
  const child = spawn(process.execPath, ['--max-semi-space-size=2', 'infra/launch.mjs', 'infra/main.ts'], {
    cwd: ROOT,
    // Ctrl-C reaches this process alone, which then ends the portal before the house
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // it ends with this process, however that ends
    env: { ...withoutOurs(process.env), ...env, MEDIANEST_LAUNCHER: String(process.pid) },
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let said = ''
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-20_000)
        const [, url] = /ready at (http\S+)/.exec(said) ?? []
        if (url !== undefined) resolve(url)
        // what it complains of; its announcement has the one-time password, which is none for long
        for (const line of text.split('\n')) if (line.startsWith('{')) process.stderr.write(`${line}\n`)
      })
    }
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  const timer = AbortSignal.timeout(READY_MS)
  const late = new Promise<undefined>((resolve) => timer.addEventListener('abort', () => resolve(undefined)))
  const url = await Promise.race([ready, ended.then(() => undefined), late])
  if (url !== undefined) return { url, ended, stop }
  await stop()
  throw new Error(`The portal did not start. It said:\n${said}`)
}

/** Its settings are those of the demo, not of the shell that the demo was started from. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign =
    /^(DATABASE_URL|NATS_URL|NATS_MONITOR_URL|ROLES|PUBLIC_URL|ADMIN_|ENCRYPTION_KEY|PLEX_TV_URL|MUSICBRAINZ_URL|BACKUP_|LOG_LEVEL|PORT|HOST|DATA_DIR|DISCOVERY_HOSTS|TRUSTED_PROXIES)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)))
}

/** `wanted` when nobody listens there, 0 (any) otherwise. */
export function freeOrAny(wanted: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(0))
    probe.listen(wanted, host, () => probe.close(() => resolve(wanted)))
  })
}
