import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { UserUpdated } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { inEngine } from '../engine/engine.ts'
import { securityEvent } from './security.ts'

export default defineFunction({
  name: 'alerts.on-user-updated',
  summary: 'Raises an alert when a person became an admin.',
  domain: alerts,
  on: UserUpdated,
  emits: [AlertTransitioned, IncidentChanged],
  async run({ userId, changes }, ctx) {
    if (!changes.some(({ path, to }) => path === 'role' && to === 'admin')) return
    await inEngine(ctx, null, (engine) => securityEvent(engine, 'admin-made', userId, ctx.meta.time))
  },
})
