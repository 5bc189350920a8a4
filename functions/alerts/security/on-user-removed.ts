import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { UserRemoved } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { plexMended } from './plex-mended.ts'

export default defineFunction({
  name: 'alerts.on-user-removed',
  summary: 'Forgets the dead Plex token of a person who is gone.',
  domain: alerts,
  on: UserRemoved,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId }, ctx) {
    await inEngine(ctx, null, (engine) => plexMended(engine, userId, ctx.meta.time))
  },
})
