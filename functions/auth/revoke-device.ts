import { DeviceRevoked, RevokeDevice } from '../../contracts/account.ts'
import { RevokedSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { ownAccount } from './own-account.ts'
import { announceEnd, endDevices } from './revoke.ts'

export default defineFunction({
  name: 'auth.revoke-device',
  summary: 'Ends everything on one device of the person.',
  domain: auth,
  acts: RevokeDevice,
  emits: [DeviceRevoked],
  async run({ id }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account } = own
    const ended = await ctx.write(async (tx) => {
      await lockAccount(tx, account.id)
      const device = await tx
        .selectFrom('device')
        .select('name')
        .where('id', '=', id)
        .where('account_id', '=', account.id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (!device) return ctx.refuse('NOT_FOUND')
      ctx.emit(DeviceRevoked, {
        userId: account.id,
        username: account.username,
        deviceId: id,
        device: device.name,
      })
      return endDevices(tx, [id])
    })
    await announceEnd(ctx.state(RevokedSession), ended)
    return { id }
  },
})
