import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { SessionGrant, SignedIn, User } from '../../contracts/auth.ts'
import type { InputOf } from '../../contracts/define.ts'
import type { Settings } from '../../contracts/settings-schema.ts'
import { type MessageMeta, Reject } from '../../bus/index.ts'
import { deviceName } from './device-name.ts'
import type { AuthTables } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { endDevices, endSessions } from './revoke.ts'
import { type AccountRow, lacksTwoFactor } from './rights.ts'
import { hashToken, newToken } from './token.ts'

/** How long a "remember me" token is good for, counted from its last exchange. */
const REMEMBER_MS = 90 * 86_400_000

/** How somebody comes in, and from where. */
export interface Arrival {
  how: InputOf<typeof SignedIn>['how']
  remember: boolean
  /** Of the action that signs in: address, browser and what it calls itself. */
  meta: Pick<MessageMeta, 'address' | 'agent' | 'browser'>
  settings: Settings
  /** The device to go on with; default the one of the same browser, or a new one. */
  deviceId?: string
}

export interface Started {
  grant: SessionGrant
  deviceId: string
  /** Sessions that this one replaced; to be announced after the commit. */
  ended: string[]
  /** For the event. */
  signedIn: InputOf<typeof SignedIn>
}

export const toUser = (account: Pick<AccountRow, 'id' | 'username' | 'role'>): User => ({
  id: account.id,
  username: account.username,
  role: account.role,
})

export const toGrant = (
  account: AccountRow,
  session: { id: string; ends_at: Date },
  settings: Settings,
): SessionGrant => ({
  sessionId: session.id,
  user: toUser(account),
  passwordChangeRequired: account.password_change_required,
  twoFactorSetupRequired: lacksTwoFactor(account, settings),
  endsAt: session.ends_at.toISOString(),
  remember: null,
})

/**
 * A new session, under an id that nobody had before the sign-in. One browser has one session at a time: what it had
 * before ends, also that of another person, so that nobody falls back into an account that was left.
 */
export async function startSession(tx: Transaction<AuthTables>, known: AccountRow, by: Arrival): Promise<Started> {
  const account = await stillGood(tx, known, by.how)
  const now = new Date()
  const device = await enterDevice(tx, account, by)
  const session = {
    id: randomUUID(),
    account_id: account.id,
    device_id: device.id,
    ends_at: new Date(now.getTime() + by.settings.auth.sessionHours * 3_600_000),
    revoked_at: null,
  }
  await tx.insertInto('session').values(session).execute()
  await tx.updateTable('account').set({ last_sign_in_at: now }).where('id', '=', account.id).execute()
  const remember = by.remember ? await rememberOn(tx, device.id, now) : null
  return {
    grant: { ...toGrant(account, session, by.settings), remember },
    deviceId: device.id,
    ended: device.ended,
    signedIn: {
      userId: account.id,
      username: account.username,
      sessionId: session.id,
      how: by.how,
      device: device.name,
    },
  }
}

/** The account as it is now. Refuses when it was switched off, or its password replaced, since it was looked at. */
export async function stillGood(
  tx: Transaction<AuthTables>,
  known: AccountRow,
  how: Arrival['how'],
): Promise<AccountRow> {
  const account = await lockAccount(tx, known.id)
  if (!account || account.status !== 'active') throw new Reject('ACCOUNT_DISABLED')
  if (how === 'password' && account.password_hash !== known.password_hash) throw new Reject('INVALID_CREDENTIALS')
  return account
}

async function enterDevice(
  tx: Transaction<AuthTables>,
  account: AccountRow,
  { meta, remember, deviceId }: Arrival,
): Promise<{ id: string; name: string; ended: string[] }> {
  const name = deviceName(meta.agent)
  const known = await knownDevice(tx, account.id, { browser: meta.browser, deviceId })
  const others =
    meta.browser === null
      ? []
      : await tx
          .selectFrom('device')
          .select('id')
          .where('browser', '=', meta.browser)
          .where('account_id', '!=', account.id)
          .where('revoked_at', 'is', null)
          .execute()
  const ended = await endDevices(
    tx,
    others.map((row) => row.id),
  )
  if (!known) {
    const id = randomUUID()
    await tx
      .insertInto('device')
      .values({ id, account_id: account.id, browser: meta.browser, name, address: meta.address, remembered: remember })
      .execute()
    return { id, name, ended }
  }
  await tx
    .updateTable('device')
    .set({ name, address: meta.address, remembered: remember, last_seen_at: new Date() })
    .where('id', '=', known.id)
    .execute()
  return { id: known.id, name, ended: [...ended, ...(await endSessions(tx, { deviceIds: [known.id] }))] }
}

/** The device by its id, or the one on which this browser signed in to this account before and did not sign out. */
export async function knownDevice(
  db: Pick<Transaction<AuthTables>, 'selectFrom'>,
  accountId: string,
  by: { browser: string | null; deviceId?: string | undefined },
): Promise<{ id: string } | undefined> {
  if (by.deviceId === undefined && by.browser === null) return undefined
  return db
    .selectFrom('device')
    .select('id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where((eb) => (by.deviceId === undefined ? eb('browser', '=', by.browser) : eb('id', '=', by.deviceId)))
    .orderBy('last_seen_at', 'desc')
    .executeTakeFirst()
}

async function rememberOn(
  tx: Transaction<AuthTables>,
  deviceId: string,
  now: Date,
): Promise<NonNullable<SessionGrant['remember']>> {
  const token = newToken()
  const ends_at = new Date(now.getTime() + REMEMBER_MS)
  await tx
    .insertInto('remember_token')
    .values({ hash: hashToken(token), device_id: deviceId, ends_at, used_at: null, session_id: null })
    .execute()
  return { token, endsAt: ends_at.toISOString() }
}
