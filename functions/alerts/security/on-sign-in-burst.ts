import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { SignInBurst } from '../../../contracts/auth.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-sign-in-burst',
  summary: 'Raises an alert when many sign-ins failed within a short time.',
  domain: alerts,
  on: SignInBurst,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId }, ctx) {
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'sign-in-burst', userId ?? 'unknown', ctx.meta.time))
  },
})
