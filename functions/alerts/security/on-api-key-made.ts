import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { ApiKeyMade } from '../../../contracts/account.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-api-key-made',
  summary: 'Raises an alert when an API key was made.',
  domain: alerts,
  on: ApiKeyMade,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ keyId }, ctx) {
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'api-key-made', keyId, ctx.meta.time))
  },
})
