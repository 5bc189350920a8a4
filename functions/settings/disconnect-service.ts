import { DisconnectService } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { ANNOUNCED, change } from './change.ts'
import { settings } from './domain.ts'
import { withoutService } from './merge.ts'

export default defineFunction({
  name: 'settings.disconnect-service',
  summary: 'Forgets how a service is connected, with its secrets.',
  domain: settings,
  acts: DisconnectService,
  emits: ANNOUNCED,
  async run({ name }, ctx) {
    await change(ctx, (before) => (before.services[name] ? withoutService(before, name) : ctx.refuse('NOT_FOUND')))
    return { name }
  },
})
