import { createHash } from 'node:crypto'
import type { Selectable, Transaction } from 'kysely'
import { SignInBurst, SignInFailed } from '../../contracts/auth.ts'
import type { InputOf } from '../../contracts/define.ts'
import type { EmitOptions, MessageMeta } from '../../bus/index.ts'
import {
  BURST,
  type Count,
  countAttempt,
  type CountKind,
  FREE_FAILURES,
  heldUpMs,
  networkOf,
  noCount,
  QUIET_MS,
} from './decide.ts'
import type { AuthTables } from './domain.ts'

/** What whoever guards an attempt may emit. */
export const ATTEMPT_EVENTS = [SignInFailed, SignInBurst] as const

type AttemptEvent = (typeof ATTEMPT_EVENTS)[number]

/** What is tried. */
export interface Tried {
  /** `password` and `code` at the door, `invitation`; `proof` by somebody who is signed in. */
  what: 'password' | 'code' | 'proof' | 'invitation'
  account?: { id: string; username: string } | undefined
  /** A name that nobody has; counted without keeping it. */
  unknownName?: string
  /** The device that signed in to the account before: it is counted for itself alone. */
  deviceId?: string | undefined
}

/** An attempt that was counted as failed before anybody looked at it. */
export interface Attempt {
  keys: string[]
  accountId: string | null
}

interface Context {
  readonly meta: Pick<MessageMeta, 'address'>
  now(): Date
  write<R>(work: (tx: Transaction<AuthTables>) => Promise<R>): Promise<R>
  emit<C extends AttemptEvent>(contract: C, data: InputOf<C>, options?: EmitOptions): string
  refuse(code: 'RATE_LIMIT_EXCEEDED', message?: string, details?: Record<string, unknown>): never
}

const kindOf = (key: string): CountKind => key.slice(0, key.indexOf(':')) as CountKind

/**
 * A known device stands apart, so that no stranger can hold up who lives here. Everybody else is counted by address and
 * by account; unknown names by four digits of a hash, which tells nothing and still makes them wait like the known.
 */
function keysOf(tried: Tried, address: string | null): string[] {
  if (tried.deviceId !== undefined) return [`device:${tried.deviceId}`]
  const keys = [`address:${address === null ? 'unknown' : networkOf(address)}`]
  if (tried.account) keys.push(`${tried.what === 'code' ? 'code' : 'account'}:${tried.account.id}`)
  else if (tried.unknownName !== undefined)
    keys.push(`account:${createHash('sha256').update(tried.unknownName.toLowerCase()).digest('hex').slice(0, 4)}`)
  return keys.sort()
}

/**
 * Counts an attempt before it is looked at, so that no number of simultaneous ones slips through; what turns out right
 * is taken back by `attemptRight`. Refuses with RATE_LIMIT_EXCEEDED while the growing delay lasts.
 */
export async function beginAttempt(ctx: Context, tried: Tried): Promise<Attempt> {
  const keys = keysOf(tried, ctx.meta.address)
  const { waitMs, heldBy } = await ctx.write(async (tx) => {
    const now = ctx.now()
    const counts = await lockCounts(tx, keys, now)
    const waitMs = Math.max(...counts.map(({ count }) => heldUpMs(count, now)))
    const person = tried.account ?? { id: null, username: null }
    let delayed = false
    for (const { key, count } of counts) {
      // what is held up by one key is no failure of another
      if (waitMs > 0 && heldUpMs(count, now) === 0) continue
      const counted = countAttempt(kindOf(key), count, now, waitMs > 0)
      await storeCount(tx, key, counted.count)
      delayed ||= counted.firstDelayed
      if (counted.burst)
        ctx.emit(SignInBurst, {
          userId: kindOf(key) === 'address' ? null : person.id,
          failures: counted.count.attempts,
          withinSeconds: BURST.withinMs / 1000,
        })
    }
    if (delayed) ctx.emit(SignInFailed, { userId: person.id, username: person.username, reason: 'delayed' })
    const byAddress = counts.some(({ key, count }) => kindOf(key) === 'address' && heldUpMs(count, now) > 0)
    return { waitMs, heldBy: byAddress ? 'address' : 'account' }
  })
  if (waitMs > 0) {
    const retryAfter = Math.ceil(waitMs / 1000)
    ctx.refuse(
      'RATE_LIMIT_EXCEEDED',
      `Too many failed attempts. Try again in ${retryAfter === 1 ? 'a second' : `${retryAfter} seconds`}.`,
      // an account may be held up by what others do to it, and then nobody here is to be banned
      { limit: FREE_FAILURES, window: `${QUIET_MS / 1000}s`, retryAfter, heldBy },
    )
  }
  return { keys, accountId: tried.account?.id ?? null }
}

/**
 * Takes back what `beginAttempt` counted. `through`: the person is in, so all that was counted against the account and
 * this device is forgotten, though not what was counted against the address.
 */
export async function attemptRight(
  tx: Transaction<AuthTables>,
  attempt: Attempt,
  { through }: { through: boolean },
): Promise<void> {
  const own = through ? attempt.keys.filter((key) => kindOf(key) !== 'address') : []
  if (through && attempt.accountId) own.push(`account:${attempt.accountId}`, `code:${attempt.accountId}`)
  if (own.length > 0) await tx.deleteFrom('failed_sign_in').where('key', 'in', own).execute()
  const back = attempt.keys.filter((key) => !own.includes(key))
  if (back.length > 0)
    await tx
      .updateTable('failed_sign_in')
      .set((eb) => ({
        failures: eb.fn<number>('greatest', [eb('failures', '-', 1), eb.lit(0)]),
        attempts: eb.fn<number>('greatest', [eb('attempts', '-', 1), eb.lit(0)]),
        blocked_until: null,
      }))
      .where('key', 'in', back)
      .execute()
}

async function lockCounts(
  tx: Transaction<AuthTables>,
  keys: readonly string[],
  now: Date,
): Promise<{ key: string; count: Count }[]> {
  const { failures, attempts } = noCount(now)
  await tx
    .insertInto('failed_sign_in')
    .values(keys.map((key) => ({ key, failures, attempts, attempts_since: now })))
    .onConflict((oc) => oc.column('key').doNothing())
    .execute()
  const rows = await tx
    .selectFrom('failed_sign_in')
    .selectAll()
    .where('key', 'in', keys)
    .orderBy('key')
    .forUpdate()
    .execute()
  return rows.map((row) => ({ key: row.key, count: toCount(row) }))
}

const toCount = (row: Selectable<AuthTables['failed_sign_in']>): Count => ({
  failures: row.failures,
  lastAt: row.last_at,
  blockedUntil: row.blocked_until,
  attempts: row.attempts,
  attemptsSince: row.attempts_since,
  burstAt: row.burst_at,
  delayedAt: row.delayed_at,
})

async function storeCount(tx: Transaction<AuthTables>, key: string, count: Count): Promise<void> {
  await tx
    .updateTable('failed_sign_in')
    .set({
      failures: count.failures,
      last_at: count.lastAt,
      blocked_until: count.blockedUntil,
      attempts: count.attempts,
      attempts_since: count.attemptsSince,
      burst_at: count.burstAt,
      delayed_at: count.delayedAt,
    })
    .where('key', '=', key)
    .execute()
}
