import { type Kysely, sql } from 'kysely'
import type { MediaKind } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { TitleRow } from './titles.ts'

export const PAGE_SIZE = 20

/**
 * Titles that were seen here before: those whose title (or artist) holds every word, those that begin with them first;
 * else the best. All are films and series.
 */
export async function remembered(
  db: Kysely<RequestTables>,
  { query, type, page }: { query: string; type: 'all' | MediaKind; page: number },
): Promise<{ rows: TitleRow[]; total: number }> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).map(escaped)
  const found = db
    .selectFrom('media')
    .where('media_type', 'in', type === 'all' ? ['movie', 'tv'] : [type])
    .$if(words.length > 0, (some) =>
      some.where((eb) =>
        eb.and(words.map((word) => sql<boolean>`lower(title || ' ' || coalesce(artist, '')) like ${`%${word}%`}`)),
      ),
    )
  const [rows, counted] = await Promise.all([
    found
      .selectAll()
      .orderBy(sql`lower(title) like ${`${escaped(query.toLowerCase())}%`}`, 'desc')
      .orderBy(sql`vote desc nulls last`)
      .orderBy('media_id')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute(),
    found.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total: Number(counted.total) }
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`)
