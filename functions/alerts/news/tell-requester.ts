import { SendDue } from '../../../contracts/channels.ts'
import { RequestMoved } from '../../../contracts/media-requests.ts'
import { defineFunction, Refused } from '../../../bus/index.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { alerts } from '../domain.ts'
import { isNewsTo, newsId, queueNews } from './queue-news.ts'
import { factOf, requestWords } from './words.ts'

export default defineFunction({
  name: 'alerts.tell-requester',
  summary: 'Tells whoever asked that it was approved, declined, is in Plex or failed; and admins what waits for them.',
  domain: alerts,
  on: RequestMoved,
  calls: [SendDue],
  timeout: '2m',
  concurrency: { perProcess: 8, perKey: 'serial' },
  async run(moved, ctx) {
    const fact = factOf(moved)
    if (fact === null) return
    const { requestId, userId, byUserId } = moved
    const now = ctx.provided(deliveryRules).now()
    const queued = await ctx.write(async (tx) => {
      const news = {
        about: requestId,
        id: newsId('request', requestId, fact, moved.version),
        fact,
        words: requestWords(fact, moved),
        by: moved.words ? byUserId : null,
        path: `/requests/${requestId}`,
        at: new Date(moved.at),
      }
      if (fact === 'pending') {
        await queueNews(tx, news, (person) => person.role === 'admin' && person.userId !== userId, now)
        return true
      }
      // who did it oneself knows
      if (
        userId === null ||
        byUserId === userId ||
        !(await isNewsTo(tx, userId, requestId, { fact, version: moved.version }))
      )
        return false
      await queueNews(tx, news, (person) => person.userId === userId, now)
      return true
    })
    if (queued)
      await ctx.call(SendDue, {}).catch((error: unknown) => {
        // it is sent with the next slot
        if (!(error instanceof Refused)) throw error
      })
  },
})
