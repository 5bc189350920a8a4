import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { PlexLinkBroken } from '../../../contracts/plex-sign-in.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-plex-link-broken',
  summary: 'Counts a person whose Plex token died, until the account is linked again.',
  domain: alerts,
  on: PlexLinkBroken,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId }, ctx) {
    const at = ctx.meta.time
    await inEngine(ctx, null, async (engine) => {
      await engine.tx
        .insertInto('broken_token')
        .values({ user_id: userId, at, broken: true })
        .onConflict((conflict) =>
          conflict.column('user_id').doUpdateSet({ at, broken: true }).where('broken_token.at', '<', at),
        )
        .execute()
      await securityEvent(engine, 'plex-link-broken', userId, at)
    })
  },
})
