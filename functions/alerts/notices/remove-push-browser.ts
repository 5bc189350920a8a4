import { RemovePushBrowser } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { pushBrowsersOf } from './own-preferences.ts'

export default defineFunction({
  name: 'alerts.remove-push-browser',
  summary: 'Takes a browser of whoever asks away from those that take web push.',
  domain: alerts,
  acts: RemovePushBrowser,
  async run({ endpoint }, ctx) {
    const { userId } = ctx.meta
    if (userId === null) return { pushBrowsers: 0 }
    return ctx.write(async (tx) => {
      await tx.deleteFrom('push_browser').where('endpoint', '=', endpoint).where('user_id', '=', userId).execute()
      return { pushBrowsers: await pushBrowsersOf(tx, userId) }
    })
  },
})
