import { RevokedSession } from '../../contracts/auth.ts'
import { ForgetInAlerts } from '../../contracts/notices.ts'
import { ForgetInJournal, ForgetInLibrary, ForgetInRequests, RemoveUser, UserRemoved } from '../../contracts/people.ts'
import { defineFunction, Refused } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { keysOf } from './keys-of.ts'
import { lockAccount } from './lock-account.ts'
import { hasOtherAdmin, LAST_ADMIN } from './other-admins.ts'
import { announceEnd, endAllOf } from './revoke.ts'

export default defineFunction({
  name: 'auth.remove-user',
  summary: 'Shuts an account, has every part of the portal forget the person, and then deletes the account.',
  domain: auth,
  acts: RemoveUser,
  emits: [UserRemoved],
  calls: [ForgetInRequests, ForgetInLibrary, ForgetInAlerts, ForgetInJournal],
  timeout: '2m',
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    if (id === ctx.meta.userId) ctx.refuse('CONFLICT', 'You cannot remove yourself. Ask another admin.')
    const shut = await ctx.write(async (tx) => {
      const othersRule = await hasOtherAdmin(tx, id)
      const account = await lockAccount(tx, id)
      if (!account) return ctx.refuse('NOT_FOUND')
      if (account.role === 'admin') notByKey(ctx.meta)
      if (account.role === 'admin' && account.status === 'active' && !othersRule) ctx.refuse('CONFLICT', LAST_ADMIN)
      await tx.updateTable('account').set({ status: 'disabled' }).where('id', '=', id).execute()
      const devices = await tx.selectFrom('device').select('id').where('account_id', '=', id).execute()
      return {
        names: [account.username, account.plex_username, account.email].filter((name) => name !== null),
        counted: [`account:${id}`, `code:${id}`, ...devices.map((device) => `device:${device.id}`)],
        ended: [...(await endAllOf(tx, id)).sessions, ...(await keysOf(tx, id))],
      }
    })
    await announceEnd(ctx.state(RevokedSession), shut.ended)
    const person = { userId: id, names: [...new Set(shut.names)] }
    const forgotten = await (async () => {
      await ctx.call(ForgetInRequests, person)
      await ctx.call(ForgetInLibrary, person)
      await ctx.call(ForgetInAlerts, person)
      return ctx.call(ForgetInJournal, person)
    })().catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      return ctx.refuse(
        'UNAVAILABLE',
        'The account is shut and signed out, but not every part of MediaNest could be reached to forget the person. Remove them again in a moment to finish.',
      )
    })
    await ctx.erasePerson(id, person.names)
    await ctx.write(async (tx) => {
      await lockAccount(tx, id)
      await tx.deleteFrom('failed_sign_in').where('key', 'in', shut.counted).execute()
      // it may say for whom it was
      await tx.updateTable('invitation').set({ note: null }).where('used_by', '=', id).execute()
      await tx.deleteFrom('account').where('id', '=', id).execute()
      ctx.emit(UserRemoved, { userId: id })
    })
    return { id, rawWebhooksDeleted: forgotten.deleted }
  },
})
