import { sql } from 'kysely'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'

const DAY_MS = 86_400_000
/** As long as a browser may be remembered: until then it counts as known. */
const DEVICE_DAYS = 90
const INVITATION_DAYS = 90

export default defineFunction({
  name: 'auth.purge',
  summary: 'Forgets sessions, devices, tokens, waiting sign-ins, counted failures and invitations that are over.',
  domain: auth,
  every: '6h',
  timeout: '2m',
  async run(slot, ctx) {
    const daysAgo = (days: number): Date => new Date(slot.at.getTime() - days * DAY_MS)
    const dayAgo = daysAgo(1)
    await ctx.write(async (tx) => {
      await tx
        .deleteFrom('session')
        .where((eb) => eb.or([eb('ends_at', '<', dayAgo), eb('revoked_at', '<', dayAgo)]))
        .execute()
      await tx.deleteFrom('remember_token').where('ends_at', '<', dayAgo).execute()
      await tx
        .deleteFrom('device')
        .where((eb) => eb.or([eb('revoked_at', '<', dayAgo), eb('last_seen_at', '<', daysAgo(DEVICE_DAYS))]))
        .where(sql<boolean>`not exists (select 1 from session where session.device_id = device.id)`)
        .execute()
      await tx.deleteFrom('challenge').where('ends_at', '<', dayAgo).execute()
      await tx.deleteFrom('plex_pin').where('ends_at', '<', dayAgo).execute()
      await tx.deleteFrom('failed_sign_in').where('last_at', '<', dayAgo).execute()
      await tx.deleteFrom('api_key').where('revoked_at', '<', dayAgo).execute()
      const old = daysAgo(INVITATION_DAYS)
      await tx
        .deleteFrom('invitation')
        .where((eb) => eb.or([eb('ends_at', '<', old), eb('used_at', '<', old), eb('revoked_at', '<', old)]))
        .execute()
    })
  },
})
