import { createHash, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type SessionGrant, SignIn } from '../../contracts/auth.ts'
import type { Recorded } from '../../bus/index.ts'
import type { Who } from '../../bus/client.ts'
import { newId } from '../../bus/ids.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { authFunctions } from './index.ts'
import { hashPassword } from './password.ts'

export const PASSWORD = 'correct horse battery'
export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

export interface Person {
  id: string
  username: string
}

/** A browser as the edge describes one; where it has a session, with that. */
export interface Browser extends Who {
  address: string
  browser: string
}

export interface Household {
  rig: Rig
  pool: pg.Pool
  /** Makes an account whose password is `PASSWORD`. */
  person(role?: 'admin' | 'user'): Promise<Person>
  /** A browser that was never here, at an address that nobody else has. */
  stranger(address?: string): Browser
  /** Signs in; the browser with its session, and the grant. */
  signIn(person: Person, browser?: Browser, options?: { remember?: boolean }): Promise<SignedInAs>
  /** Facts of one type about one key, oldest first, as the journal has them by now. */
  facts(type: string, key: string): Promise<Recorded[]>
  stop(): Promise<void>
}

export interface SignedInAs {
  who: Browser & { sessionId: string }
  grant: SessionGrant
}

let addresses = 0

/** The functions of this domain on a bus and database of their own. */
export async function startHousehold(): Promise<Household> {
  const rig = await startRig()
  const { pool } = await rig.host(authFunctions)
  // hashed once: what takes time on purpose is not what these tests are about
  const hash = await hashPassword(PASSWORD)
  const stranger = (address = `198.51.${Math.trunc(++addresses / 250)}.${(addresses % 250) + 1}`): Browser => ({
    actor: 'visitor',
    correlationId: newId(),
    address,
    agent: FIREFOX,
    browser: createHash('sha256').update(randomUUID()).digest('hex'),
  })
  return {
    rig,
    pool,
    stranger,
    async person(role = 'user') {
      const username = `${role}-${randomUUID().slice(0, 8)}`
      const { rows } = await pool.query<{ id: string }>(
        'insert into auth.account (username, password_hash, role) values ($1, $2, $3) returning id',
        [username, hash, role],
      )
      return { id: rows[0]!.id, username }
    },
    async signIn({ username }, browser = stranger(), { remember = false } = {}) {
      const { grant } = await rig.client.ask(SignIn, { username, password: PASSWORD, remember }, browser)
      if (!grant) throw new Error('A second factor is asked for.')
      return { who: asSession(browser, grant), grant }
    },
    async facts(type, key) {
      const found: Recorded[] = []
      const { last } = await streamBounds(rig.link, 'events')
      if (last === 0) return found
      const reader = readJournal(rig.link, 'events', {}, (entry) => void found.push(entry))
      await until(() => found.at(-1)?.seq === last)
      await reader.stop()
      return found.filter((entry) => entry.type === type && entry.key === key)
    },
    stop: () => rig.stop(),
  }
}

/** The browser with the session that it was given. */
export const asSession = (browser: Browser, grant: SessionGrant): SignedInAs['who'] => ({
  ...browser,
  actor: `user:${grant.user.id}`,
  sessionId: grant.sessionId,
  role: grant.user.role,
})

/** What a refusal says; throws when there was none. */
export async function refusal(asked: Promise<unknown>): Promise<{ code: string; details?: Record<string, unknown> }> {
  return asked.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: { code: string; details?: Record<string, unknown> }) => error,
  )
}
