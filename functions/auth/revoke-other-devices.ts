import { DeviceRevoked, RevokeOtherDevices } from '../../contracts/account.ts'
import { RevokedSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'
import { announceEnd, endAllOf } from './revoke.ts'

export default defineFunction({
  name: 'auth.revoke-other-devices',
  summary: 'Ends everything on every device of the person but the one that asks.',
  domain: auth,
  acts: RevokeOtherDevices,
  emits: [DeviceRevoked],
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account, deviceId } = own
    const ended = await ctx.write(async (tx) => {
      const all = await endAllOf(tx, account.id, { save: deviceId })
      for (const { id, name } of all.devices)
        ctx.emit(DeviceRevoked, { userId: account.id, username: account.username, deviceId: id, device: name })
      return all
    })
    await announceEnd(ctx.state(RevokedSession), ended.sessions)
    return { revoked: ended.devices.length }
  },
})
