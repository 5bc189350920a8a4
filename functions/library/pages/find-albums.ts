import { FindAlbums } from '../../../contracts/plex-library.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { sectionsFor } from './find.ts'
import { playUrlOf } from './show-item.ts'

/** What is left of a name when nobody looks at how it is written. */
export const bare = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\band\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')

export default defineFunction({
  name: 'library.find-albums',
  summary: 'Tells which albums are in the library; for a person, in what Plex lets them see.',
  domain: library,
  answers: FindAlbums,
  async run({ albums }, ctx) {
    const server = await ctx.db.selectFrom('server').select(['machine_id', 'connected']).executeTakeFirst()
    const sections = await sectionsFor(ctx)
    if (!server?.connected || albums.length === 0 || sections?.length === 0) return { items: [] }
    const all = ctx.db
      .selectFrom('item')
      .innerJoin('section', 'section.key', 'item.section_key')
      .where('item.kind', '=', 'album')
      .where('section.gone', '=', false)
      .$if(sections !== null, (own) => own.where('item.section_key', 'in', sections ?? []))
    // how names are compared is no matter for an index, and titles alone are little even of very much music
    const titles = await all.select(['item.rating_key', 'item.title']).execute()
    const wanted = new Set(albums.map(({ title }) => bare(title)))
    const fitting = titles.filter(({ title }) => wanted.has(bare(title))).map(({ rating_key: key }) => key)
    if (fitting.length === 0) return { items: [] }
    const rows = await all
      .select(['item.title', 'item.parent_title', 'item.rating_key', 'item.added_at'])
      .where('item.rating_key', 'in', fitting)
      .execute()
    const there = new Map(rows.map((row) => [`${bare(row.title)} ${bare(row.parent_title ?? '')}`, row]))
    return {
      items: albums.flatMap(({ key, title, artist }) => {
        const row = there.get(`${bare(title)} ${bare(artist)}`)
        if (!row || bare(title) === '') return []
        const addedAt = (row.added_at ?? new Date(0)).toISOString()
        return [{ key, ratingKey: row.rating_key, addedAt, playUrl: playUrlOf(server.machine_id, row.rating_key) }]
      }),
    }
  },
})
