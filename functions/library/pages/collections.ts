import { sql } from 'kysely'
import { z } from 'zod'
import { ListCollections, RefreshPerson, SyncLibrary } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { viewerOf } from '../people/viewer.ts'
import { fromCursor, KeptText, toCursor } from './cursor.ts'
import { freshnessOf, oldest, syncBehind } from './freshness.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

const Place = z.tuple([KeptText, KeptText])

export default defineFunction({
  name: 'library.collections',
  summary: 'Lists the collections of the Plex libraries that a person may see.',
  domain: library,
  acts: ListCollections,
  calls: [GetPlexAccess, GetConnection, RefreshPerson, SyncLibrary],
  timeout: '20s',
  async run({ libraryId, limit, cursor }, ctx) {
    const { sections: every, libraries, server } = await viewerOf(ctx)
    if (libraryId !== undefined && !every.includes(libraryId)) return ctx.refuse('NOT_FOUND')
    const place = cursor === undefined ? null : fromCursor(cursor, Place)
    if (place === undefined) return ctx.refuse('INVALID', 'This is not where a page ended. Begin at the first page.')
    syncBehind(ctx, server)
    const keys = libraryId === undefined ? every : [libraryId]
    const rows = (await ctx.db
      .selectFrom('item')
      .select(shownFor(null))
      .where('kind', '=', 'collection')
      .where('section_key', 'in', [...keys, ''])
      .$if(place !== null, (all) =>
        all.where(sql<boolean>`(sort_title, rating_key) > (${place?.[0]}::text, ${place?.[1]}::text)`),
      )
      .orderBy('sort_title')
      .orderBy('rating_key')
      .limit(limit + 1)
      .execute()) as ShownRow[]
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const read = libraries.filter(({ key }) => keys.includes(key))
    return {
      items: rows.slice(0, limit).map(showItem),
      nextCursor: last ? toCursor([last.sort_title, last.rating_key]) : null,
      ...freshnessOf(server, oldest(read.map(({ synced_at }) => synced_at))),
    }
  },
})
