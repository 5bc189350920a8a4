import { GetCollection, RefreshPerson, SyncLibrary } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { viewerOf } from '../people/viewer.ts'
import { fromCursor, KeptInt, toCursor } from './cursor.ts'
import { freshnessOf, syncBehind } from './freshness.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

export default defineFunction({
  name: 'library.collection',
  summary: 'Lists what is in a collection, in its own order.',
  domain: library,
  acts: GetCollection,
  calls: [GetPlexAccess, GetConnection, RefreshPerson, SyncLibrary],
  timeout: '20s',
  async run({ id, limit, cursor }, ctx) {
    const viewer = await viewerOf(ctx)
    const sections = [...viewer.sections, '']
    const collection = await ctx.db
      .selectFrom('item')
      .innerJoin('section', 'section.key', 'item.section_key')
      .select(['item.title', 'item.overview', 'section.synced_at'])
      .where('rating_key', '=', id)
      .where('item.kind', '=', 'collection')
      .where('section_key', 'in', sections)
      .executeTakeFirst()
    if (!collection) return ctx.refuse('NOT_FOUND')
    const after = cursor === undefined ? 0 : fromCursor(cursor, KeptInt)
    if (after === undefined) return ctx.refuse('INVALID', 'This is not where a page ended. Begin at the first page.')
    const { server } = viewer
    syncBehind(ctx, server)
    const rows = (await ctx.db
      .selectFrom('item')
      .innerJoin('member', 'member.rating_key', 'item.rating_key')
      .select(shownFor(viewer.sealedToken === null ? null : viewer.userId) as never)
      .select('member.place as nth')
      .where('member.collection_key', '=', id)
      .where('section_key', 'in', sections)
      .where('member.place', '>', after)
      .orderBy('member.place')
      .limit(limit + 1)
      .execute()) as unknown as (ShownRow & { nth: number })[]
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      title: collection.title,
      overview: collection.overview,
      items: rows.slice(0, limit).map(showItem),
      nextCursor: last ? toCursor(last.nth) : null,
      ...freshnessOf(server, collection.synced_at),
    }
  },
})
