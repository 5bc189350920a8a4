import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'pg'
import { pino } from 'pino'
import { TwoFactorChanged } from '../../contracts/account.ts'
import { PasswordChanged, RevokedSession } from '../../contracts/auth.ts'
import { newId } from '../../bus/ids.ts'
import { toOutgoing } from '../../bus/message.ts'
import { connectNats } from '../../bus/nats/connect.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { writeOnce } from '../../bus/pg/write.ts'
import { Sealer } from '../../bus/seal.ts'
import { resetPassword } from '../../functions/auth/operator.ts'
import { Failure } from './failure.ts'
import type { House } from './open-house.ts'

const PATIENCE_MS = 5000

export interface Reset {
  username: string
  password: string
  sessionsEnded: number
  /** Why a running portal may believe the ended sessions for a while; undefined when it heard of them. */
  unheard?: string
}

/**
 * Sets the password, takes the second factor off where that is asked for, writes down that it was done, and tells every
 * edge. Null when there is no such account.
 */
export async function resetIn(
  house: House,
  username: string | undefined,
  { twoFactor = false }: { twoFactor?: boolean } = {},
): Promise<Reset | null> {
  const pool = new Pool({ connectionString: house.databaseUrl, max: 2, connectionTimeoutMillis: PATIENCE_MS })
  pool.on('error', () => undefined)
  try {
    const reset = await resetPassword(pool, username, { twoFactor }).catch((error: unknown) => {
      throw new Failure(sentenceOf(error as Error & { code?: string }))
    })
    if (!reset) return null
    await writeDown(pool, reset.username, twoFactor)
    const done = { username: reset.username, password: reset.password, sessionsEnded: reset.ended.length }
    if (!house.running || reset.ended.length === 0) return done
    return await revoke(house, reset.ended).then(
      () => done,
      (error: Error) => ({
        ...done,
        unheard: `The password is set, but the portal could not be told (${error.message}): who is signed in as ${reset.username} may stay so for 15 minutes.`,
      }),
    )
  } finally {
    await pool.end().catch(() => undefined)
  }
}

/** Events for the journal, by way of the outbox: a running portal publishes them within seconds, a stopped one later. */
async function writeDown(pool: Pool, username: string, twoFactor: boolean): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from auth.account where username = $1', [username])
  // the name is found by the id: the key that seals names cannot be reached while the portal is stopped
  const person = { userId: rows[0]!.id, username: '' }
  const by = (id: string) => ({
    id,
    correlationId: id,
    causationId: null,
    actor: 'operator',
    // nothing in it is secret: neither is ever used
    sealer: new Sealer([randomBytes(32)]),
    persons: {
      sealFields: async (_: unknown, data: Record<string, unknown>) => data,
      sealFrom: async () => '',
    },
  })
  const messages = await Promise.all([
    toOutgoing(PasswordChanged, PasswordChanged.schema.parse({ ...person, how: 'operator' }), by(newId())),
    ...(twoFactor
      ? [
          toOutgoing(
            TwoFactorChanged,
            TwoFactorChanged.schema.parse({ ...person, change: 'reset-by-admin' }),
            by(newId()),
          ),
        ]
      : []),
  ])
  await writeOnce(
    pool,
    { domain: 'auth', roles: false },
    async () => undefined,
    () => ({ outbox: messages.map((message) => ({ ...message, stream: 'events' as const })) }),
  )
}

async function revoke(house: House, sessionIds: readonly string[]): Promise<void> {
  if (house.natsUrl === undefined) throw new Error('NATS_URL is not set here')
  // an address where nobody answers is tried for ever: who asked does not wait that long
  const late = wait(PATIENCE_MS).then(() => Promise.reject(new Error('NATS does not answer')))
  const telling = async (url: string): Promise<void> => {
    const link = await connectNats(url, house.namespace, pino({ level: 'silent' }))
    const store = stateStore(link, RevokedSession)
    const revokedAt = new Date().toISOString()
    await Promise.all(sessionIds.map((id) => store.put(id, { revokedAt })))
    await link.nc.close()
  }
  await Promise.race([telling(house.natsUrl), late])
}

function sentenceOf(error: Error & { code?: string }): string {
  // undefined_table, invalid_schema_name
  if (error.code === '42P01' || error.code === '3F000')
    return 'There are no accounts in this database yet: the first npm start makes one.'
  return `The database cannot be asked: ${error.message || error.code || 'it does not answer'}.`
}
