import { ListConfigChanges } from '../../contracts/settings.ts'
import { GetNames } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { settings } from './domain.ts'
import { namesOf } from './names.ts'

export default defineFunction({
  name: 'settings.history',
  summary: 'Gives a page of the changes, newest first, with who made them.',
  domain: settings,
  answers: ListConfigChanges,
  calls: [GetNames],
  async run({ limit, cursor }, ctx) {
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor))
      return ctx.refuse('INVALID', 'That cursor is none of ours.', {
        issues: [{ path: 'cursor', message: 'Unknown.' }],
      })
    const rows = await ctx.db
      .selectFrom('change')
      .select(['position', 'id', 'at', 'actor', 'changes'])
      .$if(cursor !== undefined, (query) => query.where('position', '<', String(cursor)))
      .orderBy('position', 'desc')
      .limit(limit + 1)
      .execute()
    const shown = rows.slice(0, limit)
    const names = await namesOf(
      ctx,
      shown.map(({ actor }) => actor),
    )
    return {
      items: shown.map(({ id, at, actor, changes }) => ({
        id,
        at: at.toISOString(),
        actor,
        actorName: names.get(actor) ?? null,
        changes,
      })),
      nextCursor: rows.length > limit ? (shown.at(-1)?.position ?? null) : null,
    }
  },
})
