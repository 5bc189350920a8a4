import { RememberReused, ResumeSession, RevokedSession, SignedIn } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { startSession, toGrant } from './grant.ts'
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
    const { grant, ended } = await ctx.write(async (tx) => {
      const none = { grant: null, ended: [] }
      const now = ctx.now()
      // the lock lets the second of two pages see what the first one got
      const found = await tx
        .selectFrom('remember_token')
        .selectAll()
        .where('hash', '=', hash)
        .forUpdate()
        .executeTakeFirst()
      if (!found || found.ends_at <= now) return none
      const device = await tx
        .selectFrom('device')
        .selectAll()
        .where('id', '=', found.device_id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      const account =
        device &&
        (await tx
          .selectFrom('account')
          .selectAll()
          .where('id', '=', device.account_id)
          .where('status', '=', 'active')
          .executeTakeFirst())
      if (!device || !account) return none
      if (found.used_at !== null) {
        const shared = now.getTime() - found.used_at.getTime() <= SHARED_MS && device.browser === ctx.meta.browser
        const session =
          shared && found.session_id !== null
            ? await tx
                .selectFrom('session')
                .select(['id', 'ends_at'])
                .where('id', '=', found.session_id)
                .where('revoked_at', 'is', null)
                .executeTakeFirst()
            : undefined
        if (session) return { grant: toGrant(account, session, settings), ended: [] }
        // signed out in between by the first page: nobody stole anything
        if (shared) return none
        ctx.emit(RememberReused, {
          userId: account.id,
          username: account.username,
          deviceId: device.id,
          device: device.name,
        })
        return { grant: null, ended: await endDevices(tx, [device.id]) }
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
      return started
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return grant ?? ctx.refuse('UNAUTHENTICATED')
  },
})
