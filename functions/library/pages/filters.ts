import { sql } from 'kysely'
import { GetLibraryFilters, RefreshPerson } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { viewerOf } from '../people/viewer.ts'

export default defineFunction({
  name: 'library.filters',
  summary: 'Gives the letters, genres and years of a Plex library.',
  domain: library,
  acts: GetLibraryFilters,
  calls: [GetPlexAccess, GetConnection, RefreshPerson],
  timeout: '20s',
  async run({ id }, ctx) {
    const { libraries } = await viewerOf(ctx)
    const section = libraries.find(({ key }) => key === id)
    if (!section) return ctx.refuse('NOT_FOUND')
    const here = sql`section_key = ${id} and kind = ${section.kind}`
    const [letters, genres, years] = await Promise.all([
      sql<{ letter: string; count: number }>`
        select letter, count(*)::int as count from item where ${here} group by letter
        order by letter = '#', letter`.execute(ctx.db),
      sql<{ genre: string; count: number }>`
        select genre, count(*)::int as count from item, unnest(genres) genre where ${here}
        group by genre order by count(*) desc, genre limit 100`.execute(ctx.db),
      sql<{ year: number; count: number }>`
        select year, count(*)::int as count from item where ${here} and year is not null
        group by year order by year desc`.execute(ctx.db),
    ])
    return { letters: letters.rows, genres: genres.rows, years: years.rows }
  },
})
