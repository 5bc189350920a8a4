import { DeviceRevoked } from '../../contracts/account.ts'
import { RevokedSession } from '../../contracts/auth.ts'
import { SignUserOut } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { auth } from './domain.ts'
import { announceEnd, endAllOf } from './revoke.ts'

export default defineFunction({
  name: 'auth.sign-user-out',
  summary: 'Ends every device of a person; gives how many were signed in.',
  domain: auth,
  acts: SignUserOut,
  emits: [DeviceRevoked],
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    const ended = await ctx.write(async (tx) => {
      const row = await tx.selectFrom('account').select('username').where('id', '=', id).executeTakeFirst()
      if (!row) return ctx.refuse('NOT_FOUND')
      const all = await endAllOf(tx, id)
      for (const device of all.devices)
        ctx.emit(DeviceRevoked, { userId: id, username: row.username, deviceId: device.id, device: device.name })
      return all
    })
    await announceEnd(ctx.state(RevokedSession), ended.sessions)
    return { revoked: ended.devices.length }
  },
})
