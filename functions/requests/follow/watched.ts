import { ItemWatched } from '../../../contracts/library.ts'
import { RequestMoved } from '../../../contracts/media-requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { advance } from '../story/advance.ts'
import { matchingOf } from './match-plex.ts'
import { matchingRows } from './matching-rows.ts'
import { decideWatched } from './plex.ts'

export default defineFunction({
  name: 'requests.watched',
  summary: 'Notes who first watched what was asked for, after it came.',
  domain: requests,
  on: ItemWatched,
  emits: [RequestMoved],
  async run(item, ctx) {
    const matching = item.confirmed ? matchingOf(item) : null
    if (!matching) return
    const rows = await matchingRows(ctx.db, matching)
    if (rows.length === 0) return
    const name = typeof item.person === 'string' ? item.person : null
    const known =
      name === null
        ? undefined
        : await ctx.db.selectFrom('seerr_user').select('user_id').where('name', '=', name).executeTakeFirst()
    await ctx.write(async (tx) => {
      for (const { id } of rows) {
        const by = name === null ? undefined : { userId: known?.user_id ?? null, name }
        await advance(
          tx,
          id,
          (row) => decideWatched(row, new Date(item.occurredAt), by),
          (moved) => ctx.emit(RequestMoved, moved),
        )
      }
    })
  },
})
