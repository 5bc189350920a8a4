import { ListLibraries, RefreshPerson, SyncLibrary } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { viewerOf } from '../people/viewer.ts'
import { freshnessOf, oldest, syncBehind } from './freshness.ts'

export default defineFunction({
  name: 'library.libraries',
  summary: 'Lists the Plex libraries that a person may see.',
  domain: library,
  acts: ListLibraries,
  calls: [GetPlexAccess, GetConnection, RefreshPerson, SyncLibrary],
  timeout: '20s',
  async run(_input, ctx) {
    const { libraries: sections, server } = await viewerOf(ctx)
    syncBehind(ctx, server)
    return {
      items: sections.map((section) => ({
        id: section.key,
        title: section.title,
        kind: section.kind as 'movie' | 'show' | 'artist',
        items: section.items,
        importPercent: percentOf(section),
        ...freshnessOf(server, section.synced_at),
      })),
      nextCursor: null,
      server: server?.name ?? null,
      ...freshnessOf(server, server?.checked_at ?? oldest(sections.map(({ synced_at }) => synced_at))),
    }
  },
})

/** Null once all of it was read. */
function percentOf(section: { whole_at: Date | null; imported: number | null; total: number | null }): number | null {
  if (section.whole_at !== null) return null
  const { imported, total } = section
  return imported === null || !total ? 0 : Math.min(100, Math.floor((imported / total) * 100))
}
