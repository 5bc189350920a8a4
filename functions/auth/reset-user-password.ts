import { PasswordChanged, RevokedSession } from '../../contracts/auth.ts'
import { ResetUserPassword } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { auth } from './domain.ts'
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
      const row = await tx
        .updateTable('account')
        .set({ password_hash, password_change_required: true, updated_at: ctx.now() })
        .where('id', '=', id)
        .returning('username')
        .executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      await tx.deleteFrom('failed_sign_in').where('key', '=', `account:${id}`).execute()
      ctx.emit(PasswordChanged, { userId: id, username: row.username, how: 'admin' })
      return (await endAllOf(tx, id)).sessions
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return { oneTimePassword: password }
  },
})
