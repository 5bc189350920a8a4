import { IssueMoved } from '../../../contracts/media-issues.ts'
import { defineFunction } from '../../../bus/index.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { alerts } from '../domain.ts'
import { newsId, queueNews } from './queue-news.ts'
import { issueWords } from './words.ts'

export default defineFunction({
  name: 'alerts.tell-reporter',
  summary: 'Tells whoever reported a problem what others did about it, and admins that there is one.',
  domain: alerts,
  on: IssueMoved,
  async run(moved, ctx) {
    const { issueId, change, userId, byUserId } = moved
    const now = ctx.provided(deliveryRules).now()
    await ctx.write((tx) =>
      queueNews(
        tx,
        {
          about: issueId,
          id: newsId('issue', issueId, change, moved.version),
          fact: change,
          words: issueWords(moved),
          path: `/issues/${issueId}`,
          at: new Date(moved.at),
        },
        (person) =>
          person.userId !== byUserId &&
          (change === 'opened' ? person.role === 'admin' && person.userId !== userId : person.userId === userId),
        now,
      ),
    )
  },
})
