import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { PlexUnlinked } from '../../../contracts/plex-sign-in.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { plexMended } from './plex-mended.ts'

export default defineFunction({
  name: 'alerts.on-plex-unlinked',
  summary: 'A Plex account that was unlinked has no dead token.',
  domain: alerts,
  on: PlexUnlinked,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId }, ctx) {
    await inEngine(ctx, null, (engine) => plexMended(engine, userId, ctx.meta.time))
  },
})
