import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { TwoFactorChanged } from '../../../contracts/account.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-two-factor-changed',
  summary: 'Raises an alert when a second factor was switched off.',
  domain: alerts,
  on: TwoFactorChanged,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId, change }, ctx) {
    if (change !== 'disabled' && change !== 'reset-by-admin') return
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'two-factor-off', userId, ctx.meta.time))
  },
})
