import { Pool } from 'pg'
import type { AnyFunction, Recorded } from '../../../bus/index.ts'
import { connectNats, type NatsLink } from '../../../bus/nats/connect.ts'
import { readJournal, streamBounds } from '../../../bus/nats/journal.ts'
import { publishSlot } from '../../../bus/schedule.ts'
import type { Hosted } from '../../../bus/host.ts'
import { type PlexServer, startPlexServer } from '../../../infra/stand-ins/plex-server.ts'
import { type PlexTv, startPlexTv } from '../../../infra/stand-ins/plex-tv.ts'
import { natsUrl, until } from '../../../infra/test/fresh.ts'
import { quiet } from '../../../infra/test/quiet.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'

export const MACHINE = '8276c3fa6bc24e44b347e19c71fbb98b9287c1e9'

export interface Begun {
  id: string
  code: string
  url: string
  expiresAt: string
}

/** Whom plex.tv knows and what they have; each test has people of its own. */
let people = 4000

/** A browser of somebody's own, at an address of its own. */
export class Visitor extends TestBrowser {
  readonly #address: string
  constructor(portal: TestPortal, address = `198.51.100.${++people % 250}`) {
    super(portal.url)
    this.#address = address
  }

  override call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.call(method, path, body, { 'x-forwarded-for': this.#address, ...headers })
  }

  /** Begins a sign-in; fails the test when it is refused. */
  async begin(body: Record<string, unknown> = {}): Promise<Begun> {
    const { status, json, text } = await this.call('POST', '/api/auth/plex', body)
    if (status !== 200) throw new Error(`Not begun: ${text}`)
    return json.data as unknown as Begun
  }

  async poll(id: string, wait = 0): Promise<Record<string, unknown>> {
    const { json, text } = await this.call('GET', `/api/auth/plex/${id}?wait=${wait}`)
    if (!json.data) throw new Error(`No answer: ${text}`)
    return json.data
  }

  /** Who is signed in here; null when nobody is. */
  async who(): Promise<Record<string, unknown> | null> {
    const { status, json } = await this.call('GET', '/api/auth/session')
    return status === 200 ? (json.data?.['user'] as Record<string, unknown>) : null
  }

  /** The same browser at another process. */
  at(portal: TestPortal): Visitor {
    const moved = new Visitor(portal, this.#address)
    moved.cookie = this.cookie
    return moved
  }
}

export interface PlexHouse {
  plexTv: PlexTv
  plexServer: PlexServer
  portal: TestPortal
  admin: Visitor
  pool: Pool
  /** Somebody with a Plex account; the server is shared with them. */
  person(spec?: { username?: string; shared?: string[]; owns?: string[] }): {
    id: number
    username: string
    email: string
  }
  visitor(): Visitor
  /** Comes in by Plex; fails the test when that is refused. */
  enter(person: { id: number }): Promise<Visitor>
  /** One more process of the same house. */
  process(): Promise<TestPortal>
  /** Runs a schedule once more, and waits until it did. */
  run(fn: AnyFunction): Promise<void>
  account(person: { id: number }): Promise<Record<string, unknown> | undefined>
  facts(type: string): Promise<Recorded[]>
  stop(): Promise<void>
}

/** A portal whose Plex server is connected, against stand-ins of plex.tv and of that server. */
export async function startPlexHouse(): Promise<PlexHouse> {
  const plexTv = await startPlexTv()
  const plexServer = await startPlexServer({ machineIdentifier: MACHINE, plexTv })
  plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url, name: 'Living room' })
  const env = { PLEX_TV_URL: plexTv.url, TRUSTED_PROXIES: '127.0.0.0/8,::1' }
  const portal = await startTestPortal({}, env)
  const others: TestPortal[] = []
  const pool = new Pool({ connectionString: portal.databaseUrl, max: 2 })
  const link: NatsLink = await connectNats(natsUrl(), portal.namespace, quiet)
  const admin = new Visitor(portal)
  await admin.signInAsAdmin()
  const connected = await admin.call('PUT', '/api/admin/services/plex', { url: plexServer.url, token: 'a token' })
  if (connected.status !== 200) throw new Error(connected.text)
  // long past, so that no spread is waited for
  let slot = Date.parse('2026-01-01T00:00:00Z')
  const doneIn = async (fn: AnyFunction): Promise<number> =>
    (await pool.query('select 1 from auth._inbox where function = $1', [fn.name])).rowCount ?? 0
  const visitor = (): Visitor => new Visitor(portal)
  return {
    plexTv,
    plexServer,
    portal,
    admin,
    pool,
    person({ username, shared = [MACHINE], owns = [] } = {}) {
      const id = ++people
      const name = username ?? `viewer-${id}`
      plexTv.addPerson({ id, username: name, email: `${name}@example.test`, shared, owns })
      return { id, username: name, email: `${name}@example.test` }
    },
    visitor,
    async enter(person) {
      const browser = visitor()
      const { id, code } = await browser.begin()
      plexTv.claim(code, person.id)
      const { status, message } = await browser.poll(id, 5)
      if (status !== 'signed-in') throw new Error(`Not in: ${String(status)} ${String(message)}`)
      return browser
    },
    async process() {
      const other = await startTestPortal(portal, env)
      others.push(other)
      return other
    },
    async run(fn) {
      const before = await doneIn(fn)
      slot += 6 * 3_600_000
      await publishSlot({ fn, host: { link } } as unknown as Hosted, slot)
      await until(async () => (await doneIn(fn)) > before, { timeoutMs: 30_000, what: `${fn.name} ran` })
    },
    async account(person) {
      const { rows } = await pool.query<Record<string, unknown>>('select * from auth.account where plex_id = $1', [
        String(person.id),
      ])
      return rows[0]
    },
    async facts(type) {
      const found: Recorded[] = []
      const { last } = await streamBounds(link, 'events')
      if (last === 0) return found
      const reader = readJournal(link, 'events', {}, (entry) => void found.push(entry))
      await until(() => found.at(-1)?.seq === last)
      await reader.stop()
      return found.filter((entry) => entry.type === type)
    },
    async stop() {
      await pool.end()
      await link.nc.close()
      await Promise.allSettled([portal, ...others].map((one) => one.stop()))
      await Promise.all([plexTv.stop(), plexServer.stop()])
    },
  }
}
