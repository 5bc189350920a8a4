import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { UserAdded } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-user-added',
  summary: 'Raises an alert when a new person is an admin.',
  domain: alerts,
  on: UserAdded,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId, role }, ctx) {
    if (role !== 'admin') return
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'admin-made', userId, ctx.meta.time))
  },
})
