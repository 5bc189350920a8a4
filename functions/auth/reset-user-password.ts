import { PasswordChanged, RevokedSession } from '../../contracts/auth.ts'
import { ResetUserPassword } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { oneTimePassword } from './operator.ts'
import { hashPassword } from './password.ts'
import { announceEnd, endAllOf } from './revoke.ts'

export default defineFunction({
  name: 'auth.reset-user-password',
  summary: 'Sets a one-time password and ends every session of the person.',
  domain: auth,
  acts: ResetUserPassword,
  emits: [PasswordChanged],
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    const password = oneTimePassword()
    const password_hash = await hashPassword(password)
    const ended = await ctx.write(async (tx) => {
      const row = await lockAccount(tx, id)
      if (!row) return ctx.refuse('NOT_FOUND')
      if (row.role === 'admin') notByKey(ctx.meta)
      // an open window must not be enough for that
      if (id === ctx.meta.userId && row.password_hash !== null)
        ctx.refuse('CONFLICT', 'Change your own password on your account page, with the present one.')
      await tx
        .updateTable('account')
        .set({ password_hash, password_change_required: true, updated_at: ctx.now() })
        .where('id', '=', id)
        .execute()
      await tx.deleteFrom('failed_sign_in').where('key', '=', `account:${id}`).execute()
      ctx.emit(PasswordChanged, { userId: id, username: row.username, how: 'admin' })
      return (await endAllOf(tx, id)).sessions
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return { oneTimePassword: password }
  },
})
