import { GetNoticePreferences } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { preferencesOf } from './own-preferences.ts'

export default defineFunction({
  name: 'alerts.preferences',
  summary: 'Says how whoever asks is told.',
  domain: alerts,
  answers: GetNoticePreferences,
  async run(_input, ctx) {
    return preferencesOf(ctx.db, ctx.meta.userId, ctx.meta.role ?? 'user', (sealed) => ctx.open(sealed))
  },
})
