import { ChangePassword, PasswordChanged, RevokedSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { startSession } from './grant.ts'
import { hashPassword, isPassword } from './password.ts'
import { announceEnd, endSessions } from './revoke.ts'

export default defineFunction({
  name: 'auth.change-password',
  summary: 'Sets a new password, ends every session of the person and starts a new one.',
  domain: auth,
  acts: ChangePassword,
  emits: [PasswordChanged],
  async run({ currentPassword, newPassword }, ctx) {
    const account = await ctx.db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .selectAll('account')
      .where('session.id', '=', ctx.meta.sessionId ?? '00000000-0000-0000-0000-000000000000')
      .where('session.revoked_at', 'is', null)
      .executeTakeFirst()
    if (!account) return ctx.refuse('UNAUTHENTICATED')
    if (!(await isPassword(account.password_hash, currentPassword)))
      ctx.refuse('INVALID_CREDENTIALS', 'The current password is not right.')
    if (newPassword === currentPassword) ctx.refuse('CONFLICT', 'The new password is the old one. Choose another.')
    const password_hash = await hashPassword(newPassword)
    const { grant, ended } = await ctx.write(async (tx) => {
      await tx
        .updateTable('account')
        .set({ password_hash, password_change_required: false, updated_at: new Date() })
        .where('id', '=', account.id)
        .execute()
      const ended = await endSessions(tx, { accountId: account.id })
      ctx.emit(PasswordChanged, { userId: account.id, username: account.username, how: 'own' })
      return { grant: await startSession(tx, { ...account, password_change_required: false }), ended }
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return grant
  },
})
