import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type ItemKind, ListItems, RefreshPerson, SyncLibrary } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import type { DataOf } from '../../../contracts/define.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { SORTED_BY } from '../migrations/0002-library.ts'
import { behind, viewerOf } from '../people/viewer.ts'
import { watchedIsDue } from '../people/read-watched.ts'
import { sought } from '../plex/to-item.ts'
import { fromCursor, KeptInt, KeptText, toCursor } from './cursor.ts'
import { freshnessOf, syncBehind } from './freshness.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

const TOP: Readonly<Record<string, ItemKind>> = { movie: 'movie', show: 'show', artist: 'artist' }

type Sort = DataOf<typeof ListItems>['sort']
type Order = 'asc' | 'desc'

const EMPTY = -1

/** What the last item of a page is sorted by. */
const SORTED_AS = {
  title: KeptText,
  added: z.iso.datetime(),
  year: KeptInt,
  rating: z.number().min(EMPTY).max(100),
  duration: KeptInt,
}

/** Where a page ended: how it was sorted, the value and the key of its last item, how many there are in all. */
const placeIn = (sort: Sort, order: Order) =>
  z.tuple([z.literal(sort), z.literal(order), SORTED_AS[sort], KeptText, KeptInt])

/** What the list is sorted by, of an item that is shown. */
const VALUE: Record<Sort, (row: ShownRow) => string | number> = {
  title: (row) => row.sort_title,
  added: (row) => (row.added_at ?? new Date(0)).toISOString(),
  year: (row) => row.year ?? EMPTY,
  rating: (row) => row.rating ?? EMPTY,
  duration: (row) => row.duration_ms ?? EMPTY,
}
/** As the column has it: the comparison must not be one of text. */
const TYPE: Record<Sort, string> = { title: 'text', added: 'timestamptz', year: 'int', rating: 'real', duration: 'int' }
/** What one looks for first: the newest, the best; but titles from A. */
const DEFAULT_ORDER: Record<Sort, Order> = {
  title: 'asc',
  added: 'desc',
  year: 'desc',
  rating: 'desc',
  duration: 'desc',
}

export default defineFunction({
  name: 'library.items',
  summary: 'Lists what is in a Plex library, page by page to the end.',
  domain: library,
  acts: ListItems,
  calls: [GetPlexAccess, GetConnection, RefreshPerson, SyncLibrary],
  timeout: '20s',
  async run(input, ctx) {
    const viewer = await viewerOf(ctx)
    const { server } = viewer
    const section = viewer.libraries.find(({ key }) => key === input.id)
    if (!section) return ctx.refuse('NOT_FOUND')
    syncBehind(ctx, server)
    const kind = input.kind ?? TOP[section.kind] ?? 'movie'
    const userId = viewer.sealedToken === null ? null : viewer.userId
    if (userId !== null) {
      const readAt = viewer.watchedReadAt(section.key)
      const question = { userId, what: 'watched', libraryId: section.key } as const
      // only what nobody ever asked is waited for, and only where the list hangs on it
      if (input.unwatched && readAt === undefined) await ctx.call(RefreshPerson, question).catch(() => {})
      else if (watchedIsDue(readAt, ctx.now())) behind(ctx, question)
    } else if (input.unwatched)
      return ctx.refuse('CONFLICT', 'Link your Plex account first: without it nobody knows what you watched.')
    const order = input.order ?? DEFAULT_ORDER[input.sort]
    const place = input.cursor === undefined ? null : fromCursor(input.cursor, placeIn(input.sort, order))
    if (place === undefined) return ctx.refuse('INVALID', 'This is not where a page ended. Begin at the first page.')

    const sorted = sql.raw(SORTED_BY[input.sort])
    const filters = filtersOf(input, userId)
    const wanted = ctx.db
      .selectFrom('item')
      .where('section_key', '=', section.key)
      .where('kind', '=', kind)
      .$if(filters.length > 0, (all) => all.where((eb) => eb.and(filters)))
    const direction = sql.raw(order)
    const listing = wanted
      .select(shownFor(userId))
      .$if(place !== null, (all) => {
        const [, , value, key] = place ?? []
        const from = sql`(${value}::${sql.raw(TYPE[input.sort])}, ${key}::text)`
        return all.where(sql<boolean>`(${sorted}, rating_key) ${sql.raw(order === 'asc' ? '>' : '<')} ${from}`)
      })
      .orderBy(sql`${sorted} ${direction}, rating_key ${direction}`)
      .limit(input.limit + 1)
    const counting = wanted.select((eb) => eb.fn.countAll<string>().as('count'))
    const known = place?.[4] ?? (filters.length === 0 && section.reading === null ? (section.counts[kind] ?? 0) : null)
    const [rows, total] = await Promise.all([
      listing.execute() as Promise<ShownRow[]>,
      known ?? counting.executeTakeFirstOrThrow().then(({ count }) => Number(count)),
    ])
    const shown = rows.slice(0, input.limit)
    const last = rows.length > input.limit ? shown.at(-1) : undefined
    return {
      items: shown.map(showItem),
      nextCursor: last ? toCursor([input.sort, order, VALUE[input.sort](last), last.rating_key, total]) : null,
      total,
      ...freshnessOf(server, section.synced_at),
    }
  },
})

type Asked = Pick<DataOf<typeof ListItems>, 'letter' | 'search' | 'genre' | 'year' | 'unwatched'>

function filtersOf({ letter, search, genre, year, unwatched }: Asked, userId: string | null): RawBuilder<boolean>[] {
  const patterns = search ? sought(search).map((words) => `%${words.replace(/[\\%_]/g, '\\$&')}%`) : []
  const never = sql<boolean>`not exists (
    select 1 from viewing where viewing.user_id = ${userId}::uuid and viewing.rating_key = item.rating_key
      and (viewing.views > 0 or viewing.leaves_viewed >= item.leaves))`
  return [
    ...(letter === undefined ? [] : [sql<boolean>`letter = ${letter.toUpperCase()}`]),
    ...(patterns.length === 0 ? [] : [sql<boolean>`sort_title like any(${patterns}::text[])`]),
    ...(genre === undefined ? [] : [sql<boolean>`genres @> array[${genre}]::text[]`]),
    ...(year === undefined ? [] : [sql<boolean>`year = ${year}`]),
    ...(unwatched ? [never] : []),
  ]
}
