import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { defineFunction } from '../../../bus/index.ts'
import type { LibraryContext } from '../context.ts'
import { library } from '../domain.ts'
import { personOf } from '../people/access.ts'
import { playUrlOf } from './show-item.ts'

export default defineFunction({
  name: 'library.find',
  summary: 'Tells which titles are in the library; for a person, in what Plex lets them see.',
  domain: library,
  answers: FindInLibrary,
  async run({ kind, tmdbIds }, ctx) {
    const server = await ctx.db.selectFrom('server').select(['machine_id', 'connected']).executeTakeFirst()
    const sections = await sectionsFor(ctx)
    if (!server?.connected || tmdbIds.length === 0 || sections?.length === 0) return { items: [] }
    const rows = await ctx.db
      .selectFrom('item')
      .innerJoin('section', 'section.key', 'item.section_key')
      .select(['item.tmdb_id', 'item.rating_key', 'item.added_at'])
      .distinctOn('item.tmdb_id')
      .where('item.tmdb_id', 'in', tmdbIds)
      .where('item.kind', '=', kind)
      .where('section.gone', '=', false)
      .$if(sections !== null, (all) => all.where('item.section_key', 'in', sections ?? []))
      .orderBy('item.tmdb_id')
      .orderBy('item.added_at')
      .execute()
    return {
      items: rows.map(({ tmdb_id, rating_key, added_at }) => ({
        tmdbId: tmdb_id ?? 0,
        ratingKey: rating_key,
        addedAt: (added_at ?? new Date(0)).toISOString(),
        playUrl: playUrlOf(server.machine_id, rating_key),
      })),
    }
  },
})

/** Null is all of them: the house itself asks, or somebody who sees all. Whom nobody asked Plex about sees nothing. */
export async function sectionsFor(ctx: Pick<LibraryContext, 'db' | 'meta'>): Promise<string[] | null> {
  const { userId, role } = ctx.meta
  if (userId === null) return null
  const person = await personOf(ctx, userId)
  if (person?.access === 'owner') return null
  if (person?.access === 'shared') return person.sections
  return role === 'admin' ? null : []
}
