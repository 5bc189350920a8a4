import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { RememberReused } from '../../../contracts/auth.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-remember-reused',
  summary: 'Raises an alert when a remembered sign-in was used a second time.',
  domain: alerts,
  on: RememberReused,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId }, ctx) {
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'remember-reused', userId, ctx.meta.time))
  },
})
