import { ReadNotices } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { unreadOf } from './unread.ts'

export default defineFunction({
  name: 'alerts.read-notices',
  summary: 'Marks notices of whoever asks as read; all of them where neither ids nor a time are given.',
  domain: alerts,
  acts: ReadNotices,
  async run({ ids, upTo }, ctx) {
    const { userId } = ctx.meta
    if (userId === null) return { unread: 0 }
    return ctx.write(async (tx) => {
      if (ids?.length !== 0)
        await tx
          .updateTable('notice')
          .set({ read_at: ctx.now() })
          .where('user_id', '=', userId)
          .where('read_at', 'is', null)
          .$if(ids !== undefined, (query) => query.where('id', 'in', ids!))
          .$if(upTo !== undefined, (query) => query.where('at', '<=', new Date(upTo!)))
          .execute()
      return { unread: await unreadOf(tx, userId) }
    })
  },
})
