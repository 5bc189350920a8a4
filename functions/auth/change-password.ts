import { ChangePassword, PasswordChanged, RevokedSession } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { startSession } from './grant.ts'
import { ownAccount } from './own-account.ts'
import { hashPassword, isPassword } from './password.ts'
import { announceEnd, endAllOf } from './revoke.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.change-password',
  summary: 'Sets a new password, ends every session of the person and starts a new one on this device.',
  domain: auth,
  acts: ChangePassword,
  emits: [PasswordChanged, ...ATTEMPT_EVENTS],
  async run({ currentPassword, newPassword }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    const attempt = await beginAttempt(ctx, { what: 'proof', account, deviceId })
    if (!(await isPassword(account.password_hash, currentPassword)))
      ctx.refuse('INVALID_CREDENTIALS', 'The current password is not right.')
    const password_hash = newPassword === currentPassword ? null : await hashPassword(newPassword)
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const changed = await ctx.write(async (tx) => {
      if (password_hash === null) {
        await attemptRight(tx, attempt, { through: true })
        return null
      }
      const updated = await tx
        .updateTable('account')
        .set({ password_hash, password_change_required: false, updated_at: ctx.now() })
        .where('id', '=', account.id)
        // whoever changed it in between knows another one
        .where('password_hash', '=', account.password_hash)
        .returningAll()
        .executeTakeFirst()
      if (!updated) return ctx.refuse('INVALID_CREDENTIALS', 'The current password is not right.')
      const others = await endAllOf(tx, account.id, { save: deviceId })
      const device = await tx.selectFrom('device').select('remembered').where('id', '=', deviceId).executeTakeFirst()
      const remember = device?.remembered ?? false
      const started = await startSession(tx, updated, { how: 'password', remember, meta: ctx.meta, settings, deviceId })
      await attemptRight(tx, attempt, { through: true })
      ctx.emit(PasswordChanged, { userId: account.id, username: account.username, how: 'own' })
      return { grant: started.grant, ended: [...others.sessions, ...started.ended] }
    })
    if (!changed) return ctx.refuse('CONFLICT', 'The new password is the old one. Choose another.')
    await announceEnd(ctx.state(RevokedSession), changed.ended)
    return { grant: changed.grant, twoFactor: null }
  },
})
