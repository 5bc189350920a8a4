import { sql } from 'kysely'
import { ListOnDeck, RefreshPerson } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import type { LibraryContext } from '../context.ts'
import { library } from '../domain.ts'
import { behind, viewerOf } from '../people/viewer.ts'
import { freshnessOf } from './freshness.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

const DUE_MS = 10 * 60_000

export default defineFunction({
  name: 'library.on-deck',
  summary: 'Lists what a person began to watch.',
  domain: library,
  acts: ListOnDeck,
  calls: [GetPlexAccess, GetConnection, RefreshPerson],
  timeout: '20s',
  async run({ limit }, ctx) {
    const { userId, sealedToken, sections, server } = await viewerOf(ctx)
    // whom the server does not know began nothing
    if (userId === null || sealedToken === null)
      return { items: [], nextCursor: null, ...freshnessOf(server, ctx.now()) }
    const known = await deckOf(ctx, userId)
    if (!known) await ctx.call(RefreshPerson, { userId, what: 'deck' }).catch(() => {})
    else if (ctx.now().getTime() - known.read_at.getTime() > DUE_MS) behind(ctx, { userId, what: 'deck' })
    const deck = known ?? (await deckOf(ctx, userId))
    const keys = deck?.keys ?? []
    const rows = (await ctx.db
      .selectFrom('item')
      .select(shownFor(userId))
      .where('rating_key', 'in', [...keys, ''])
      .where('section_key', 'in', [...sections, ''])
      .orderBy(sql`array_position(${keys}::text[], rating_key)`)
      .limit(limit)
      .execute()) as ShownRow[]
    return { items: rows.map(showItem), nextCursor: null, ...freshnessOf(server, deck?.read_at ?? null) }
  },
})

const deckOf = (ctx: Pick<LibraryContext, 'db'>, userId: string) =>
  ctx.db.selectFrom('deck').selectAll().where('user_id', '=', userId).executeTakeFirst()
