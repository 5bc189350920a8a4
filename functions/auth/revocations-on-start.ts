import { RevokedSession } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { announceEnd } from './revoke.ts'

export default defineFunction({
  name: 'auth.revocations-on-start',
  summary:
    'Tells the edge which sessions and API keys ended while it could not be told: a reset on a stopped portal, a lost bucket.',
  domain: auth,
  at: 'start',
  async run(_input, ctx) {
    // a signed token is believed for less than that, so older ends need no telling
    const since = new Date(ctx.now().getTime() - (RevokedSession.ttlSeconds ?? 0) * 1000)
    const sessions = await ctx.db.selectFrom('session').select('id').where('revoked_at', '>', since).execute()
    const keys = await ctx.db.selectFrom('api_key').select('id').where('revoked_at', '>', since).execute()
    await announceEnd(
      ctx.state(RevokedSession),
      [...sessions, ...keys].map((row) => row.id),
    )
  },
})
