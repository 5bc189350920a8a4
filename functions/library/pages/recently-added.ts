import { sql } from 'kysely'
import { ListRecentlyAdded, RefreshPerson, SyncLibrary } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { SORTED_BY } from '../migrations/0002-library.ts'
import { viewerOf } from '../people/viewer.ts'
import { freshnessOf, oldest, syncBehind } from './freshness.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

/** What is news in a library of each kind: of a series a season, of an artist an album. */
const NEWS = { movie: 'movie', show: 'season', artist: 'album' } as const

export default defineFunction({
  name: 'library.recently-added',
  summary: 'Lists what is new in the libraries that a person may see.',
  domain: library,
  acts: ListRecentlyAdded,
  calls: [GetPlexAccess, GetConnection, RefreshPerson, SyncLibrary],
  timeout: '20s',
  async run({ limit }, ctx) {
    const viewer = await viewerOf(ctx)
    const { libraries: sections, server } = viewer
    syncBehind(ctx, server)
    const added = sql.raw(SORTED_BY.added)
    const pages = await Promise.all(
      sections.map(
        ({ key, kind }) =>
          ctx.db
            .selectFrom('item')
            .select(shownFor(viewer.sealedToken === null ? null : viewer.userId))
            .where('section_key', '=', key)
            .where('kind', '=', NEWS[kind as keyof typeof NEWS])
            .orderBy(sql`${added} desc, rating_key desc`)
            .limit(limit)
            .execute() as Promise<ShownRow[]>,
      ),
    )
    const newest = pages.flat().toSorted((a, b) => (b.added_at?.getTime() ?? 0) - (a.added_at?.getTime() ?? 0))
    return {
      items: newest.slice(0, limit).map(showItem),
      nextCursor: null,
      ...freshnessOf(server, oldest(sections.map(({ synced_at }) => synced_at))),
    }
  },
})
