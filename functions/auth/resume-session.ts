import type { Transaction } from 'kysely'
import { RememberReused, ResumeSession, RevokedSession, SignedIn } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth, type AuthTables } from './domain.ts'
import { startSession, toGrant } from './grant.ts'
import { lockAccount } from './lock-account.ts'
import { announceEnd, endDevices } from './revoke.ts'
import { settingsInForce } from './settings-in-force.ts'
import { hashToken } from './token.ts'

/** Pages that open at once send the same token within this time. */
const SHARED_MS = 30_000

export default defineFunction({
  name: 'auth.resume-session',
  summary: 'Exchanges a "remember me" token once; a second use ends everything on its device.',
  domain: auth,
  acts: ResumeSession,
  emits: [SignedIn, RememberReused],
  async run({ token }, ctx) {
    const hash = hashToken(token)
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const { grant, ended, reused } = await ctx.write(async (tx) => {
      const none = { grant: null, ended: [], reused: false }
      const now = ctx.now()
      const owner = await tokenRow(tx, hash)
      const account = owner && (await lockAccount(tx, owner.account_id))
      // again under the lock: the second of two pages sees what the first one got
      const found = account?.status === 'active' ? await tokenRow(tx, hash) : undefined
      if (!account || !found || found.ends_at <= now) return none
      const device = { id: found.device_id, name: found.name, browser: found.browser }
      if (found.used_at !== null) {
        if (now.getTime() - found.used_at.getTime() <= SHARED_MS && device.browser === ctx.meta.browser) {
          const session = await liveSession(tx, found.session_id)
          return session ? { ...none, grant: toGrant(account, session, settings) } : none
        }
        ctx.emit(RememberReused, {
          userId: account.id,
          username: account.username,
          deviceId: device.id,
          device: device.name,
        })
        return { grant: null, ended: await endDevices(tx, [device.id]), reused: true }
      }
      // first, as a new session drops the tokens that still wait
      await tx.updateTable('remember_token').set({ used_at: now }).where('hash', '=', hash).execute()
      const started = await startSession(tx, account, {
        how: 'remembered',
        remember: true,
        meta: ctx.meta,
        settings,
        deviceId: device.id,
      })
      await tx
        .updateTable('remember_token')
        .set({ session_id: started.grant.sessionId })
        .where('hash', '=', hash)
        .execute()
      ctx.emit(SignedIn, started.signedIn, { actor: `user:${account.id}` })
      return { ...started, reused: false }
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    // the edge notes it for whoever bans addresses
    return grant ?? ctx.refuse('UNAUTHENTICATED', undefined, reused ? { reused } : undefined)
  },
})

/** The token with its device, while that was not signed out. */
const tokenRow = (tx: Transaction<AuthTables>, hash: string) =>
  tx
    .selectFrom('remember_token')
    .innerJoin('device', 'device.id', 'remember_token.device_id')
    .selectAll('remember_token')
    .select(['device.account_id', 'device.name', 'device.browser'])
    .where('remember_token.hash', '=', hash)
    .where('device.revoked_at', 'is', null)
    .executeTakeFirst()

const liveSession = (tx: Transaction<AuthTables>, id: string | null) =>
  tx
    .selectFrom('session')
    .select(['id', 'ends_at'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
