import { ListDevices } from '../../contracts/account.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'
import { signedInDevices } from './signed-in-devices.ts'

export default defineFunction({
  name: 'auth.devices',
  summary: 'Gives the devices on which the person is signed in.',
  domain: auth,
  answers: ListDevices,
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const rows = await signedInDevices(ctx.db, own.account.id)
    return {
      items: rows.map((row) => ({
        id: row.id,
        name: row.name,
        address: row.address,
        createdAt: row.created_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        remembered: row.remembered,
        current: row.id === own.deviceId,
      })),
      nextCursor: null,
    }
  },
})
