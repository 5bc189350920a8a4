import { AddUser, UserAdded } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { oneTimePassword } from './operator.ts'
import { hashPassword } from './password.ts'
import { toRecord } from './user-record.ts'

export default defineFunction({
  name: 'auth.add-user',
  summary: 'Makes an account whose first password must be changed at the first sign-in.',
  domain: auth,
  acts: AddUser,
  emits: [UserAdded],
  async run({ username, role }, ctx) {
    adminsOnly(ctx.meta)
    if (role === 'admin') notByKey(ctx.meta)
    const password = oneTimePassword()
    const password_hash = await hashPassword(password)
    const user = await ctx.write(async (tx) => {
      const row = await tx
        .insertInto('account')
        .values({ username, password_hash, role, password_change_required: true })
        .onConflict((oc) => oc.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return ctx.refuse('CONFLICT', `Somebody is called ${username} already.`)
      ctx.emit(UserAdded, { userId: row.id, username, role, how: 'admin' })
      return toRecord({ ...row, devices: '0' })
    })
    return { user, oneTimePassword: password }
  },
})
