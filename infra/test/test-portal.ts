import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sealer } from '../../bus/seal.ts'
import { readConfig } from '../config.ts'
import { sealerOf } from '../keys/open-keys.ts'
import { type Portal, startPortal } from '../portal.ts'
import { freshDatabase, freshNamespace, natsUrl } from './fresh.ts'
import { quiet, testKey } from './rig.ts'

export interface TestPortal extends Portal {
  databaseUrl: string
  namespace: string
  operatorToken: string
  /** What was noted for Fail2Ban. */
  security: { event: string; address: string | undefined }[]
  /** Seals and derives as the portal does. */
  sealer: Sealer
}

/** A portal in this process, on this run's servers, with a database and namespace of its own or those given. */
export async function startTestPortal(
  shared: { databaseUrl?: string; namespace?: string } = {},
  env: Record<string, string> = {},
): Promise<TestPortal> {
  const databaseUrl = shared.databaseUrl ?? (await freshDatabase())
  const namespace = shared.namespace ?? freshNamespace()
  const security: TestPortal['security'] = []
  const operatorToken = randomBytes(16).toString('hex')
  const backups = path.join(tmpdir(), `medianest-backups-${namespace}`)
  const data = path.join(tmpdir(), `medianest-data-${namespace}`)
  const own = { DATA_DIR: data, BACKUP_DIR: backups }
  const given = { PORT: '0', HOST: '127.0.0.1', ADMIN_PASSWORD: 'first password', ...own, ...env }
  const config = readConfig(given)
  const portal = await startPortal({
    config,
    databaseUrl,
    natsUrl: natsUrl(),
    natsWasUnclean: false,
    log: quiet,
    operatorToken,
    security: { note: (event, { address }) => void security.push({ event, address }) },
    encryptionKey: testKey,
    namespace,
  })
  const stop = async (): Promise<void> => {
    await portal.stop()
    for (const folder of [backups, data]) await rm(folder, { recursive: true, force: true })
  }
  const sealer = await sealerOf(databaseUrl, testKey)
  return { ...portal, stop, databaseUrl, namespace, operatorToken, security, sealer }
}

export const adminPassword = 'a long enough password'

/** A client of the HTTP door that keeps its cookie, as a browser would. */
export class TestBrowser {
  readonly base: string
  readonly #jar = new Map<string, string>()
  constructor(base: string) {
    this.base = base
  }

  /** All of them, as a header. */
  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  set cookie(header: string) {
    this.#jar.clear()
    for (const pair of header.split('; ')) {
      const [name, value] = pair.split(/=(.*)/s)
      if (name && value) this.#jar.set(name, value)
    }
  }

  /** One of them; undefined when it is not there. */
  cookieNamed(name: string): string | undefined {
    return this.#jar.get(name)
  }

  /** Takes one away, or puts one in place. */
  setCookie(name: string, value: string | undefined): void {
    if (value === undefined) this.#jar.delete(name)
    else this.#jar.set(name, value)
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const response = await fetch(this.base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0(;|$)/i.test(set)) this.#jar.delete(name)
      else this.#jar.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }

  /** Signs in as the first admin and changes the one-time password where that is still to be done. */
  async signInAsAdmin(): Promise<this> {
    const known = await this.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })
    if (known.status === 200) return this
    await this.call('POST', '/api/auth/admin', { username: 'admin', password: 'first password' })
    await this.call('POST', '/api/auth/password', { currentPassword: 'first password', newPassword: adminPassword })
    return this
  }
}

export interface TestAnswer {
  status: number
  headers: Headers
  text: string
  json: TestEnvelope
}

/** Loose on purpose: a test says itself what it expects. */
export interface TestEnvelope {
  success?: boolean
  data?: Record<string, unknown>
  error?: { code: string; message: string; details?: Record<string, unknown> }
  meta?: Record<string, unknown>
}

const parse = (text: string): TestEnvelope => {
  try {
    return JSON.parse(text) as TestEnvelope
  } catch {
    return {}
  }
}
