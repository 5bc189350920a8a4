import { RevokedSession } from '../../contracts/auth.ts'
import { UpdateUser, UserUpdated } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { keysOf, refreshKeys } from './keys-of.ts'
import { lockAccount } from './lock-account.ts'
import { hasOtherAdmin, LAST_ADMIN } from './other-admins.ts'
import { announceEnd, endAllOf } from './revoke.ts'
import { toQuotas, toRecord, userRows } from './user-record.ts'

export default defineFunction({
  name: 'auth.update-user',
  summary: 'Changes role, status or quotas; new rights begin with a new sign-in.',
  domain: auth,
  acts: UpdateUser,
  emits: [UserUpdated],
  async run({ id, role, status, quotas }, ctx) {
    adminsOnly(ctx.meta)
    const updated = await ctx.write(async (tx) => {
      const othersRule = await hasOtherAdmin(tx, id)
      const before = await lockAccount(tx, id)
      if (!before) return ctx.refuse('NOT_FOUND')
      const then = { role: role ?? before.role, status: status ?? before.status }
      const rules = before.role === 'admin' && before.status === 'active'
      if (rules && !othersRule && (then.role !== 'admin' || then.status !== 'active'))
        ctx.refuse('CONFLICT', LAST_ADMIN)
      const [wasQuotas, isQuotas] = [toQuotas(before.quotas), { ...toQuotas(before.quotas), ...quotas }]
      const changes = [
        { path: 'role', from: before.role, to: then.role },
        { path: 'status', from: before.status, to: then.status },
        ...(['requestsPerWeek', 'downloadsPerHour'] as const).map((name) => ({
          path: `quotas.${name}`,
          from: wasQuotas[name],
          to: isQuotas[name],
        })),
      ].filter(({ from, to }) => from !== to)
      const ends = then.role !== before.role || then.status !== before.status
      if (ends && [before.role, then.role].includes('admin')) notByKey(ctx.meta)
      if (changes.length > 0) {
        await tx
          .updateTable('account')
          .set({ ...then, quotas: isQuotas, updated_at: ctx.now() })
          .where('id', '=', id)
          .execute()
        ctx.emit(UserUpdated, { userId: id, username: before.username, changes })
      }
      return {
        ended: ends ? (await endAllOf(tx, id)).sessions : [],
        keys: ends ? await keysOf(tx, id) : [],
        disabled: then.status === 'disabled',
        record: toRecord(await userRows(tx).where('id', '=', id).executeTakeFirstOrThrow()),
      }
    })
    const revoked = ctx.state(RevokedSession)
    await announceEnd(revoked, updated.ended)
    await (updated.disabled ? announceEnd(revoked, updated.keys) : refreshKeys(revoked, updated.keys))
    return updated.record
  },
})
