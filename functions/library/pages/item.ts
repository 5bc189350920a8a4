import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { GetItem, type ItemKind, RefreshPerson } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import type { LibraryContext } from '../context.ts'
import { library, type LibraryTables } from '../domain.ts'
import { idOfPicture } from '../pictures/id.ts'
import { type Viewer, viewerOf } from '../people/viewer.ts'
import { fromCursor, KeptInt, KeptText, toCursor } from './cursor.ts'
import { freshnessOf } from './freshness.ts'
import { lookAtItem, lookIsDue } from './look-at-item.ts'
import { playUrlOf, showItem, shownFor, type ShownRow } from './show-item.ts'

const Place = z.tuple([KeptInt, KeptText])
type ItemRow = Selectable<LibraryTables['item']>

export default defineFunction({
  name: 'library.item',
  summary: 'Shows a Plex item with what is in it and how far a person is with it.',
  domain: library,
  acts: GetItem,
  calls: [GetPlexAccess, GetConnection, RefreshPerson],
  timeout: '20s',
  async run({ id, limit, cursor }, ctx) {
    const viewer = await viewerOf(ctx)
    const before = await itemOf(ctx, id, viewer)
    if (!before) return ctx.refuse('NOT_FOUND')
    const place = cursor === undefined ? null : fromCursor(cursor, Place)
    if (place === undefined) return ctx.refuse('INVALID', 'This is not where a page ended. Begin at the first page.')
    // a page behind the first shows what the first one read
    const due = place === null && (await lookIsDue(ctx, before, viewer))
    const looked = due ? await lookAtItem(ctx, before, viewer) : null
    if (looked?.is === 'hidden') return ctx.refuse('NOT_FOUND')
    const item = (looked?.is === 'there' ? await itemOf(ctx, id, viewer) : before) ?? before

    const userId = viewer.sealedToken === null ? null : viewer.userId
    const { server } = viewer
    const [shown, viewing, children] = await Promise.all([
      ctx.db.selectFrom('item').select(shownFor(userId)).where('rating_key', '=', id).executeTakeFirstOrThrow(),
      ctx.db
        .selectFrom('viewing')
        .select(['views', 'last_viewed_at'])
        .where('user_id', '=', userId)
        .where('rating_key', '=', id)
        .executeTakeFirst(),
      childrenOf(ctx, item, userId, limit, place),
    ])
    const fresh = freshnessOf(server, item.whole_at ?? item.read_at)
    return {
      ...showItem(shown as ShownRow),
      overview: item.overview,
      tagline: item.tagline,
      genres: item.genres,
      contentRating: item.content_rating,
      rating: item.rating,
      studio: item.studio,
      backdropId: idOfPicture(item.rating_key, 'art', item.art),
      parents: parentsOf(item),
      children,
      tmdbId: item.kind === 'movie' || item.kind === 'show' ? item.tmdb_id : null,
      playUrl: playUrlOf(server?.machine_id ?? '', item.rating_key),
      views: viewing?.views ?? null,
      lastViewedAt: viewing?.last_viewed_at?.toISOString() ?? null,
      ...fresh,
      notice:
        looked?.is === 'unknown'
          ? `${viewer.told(looked.message)} This is how it was when Plex answered last.`
          : fresh.notice,
    }
  },
})

const itemOf = (ctx: Pick<LibraryContext, 'db'>, id: string, { sections }: Viewer): Promise<ItemRow | undefined> =>
  ctx.db
    .selectFrom('item')
    .selectAll()
    .where('rating_key', '=', id)
    .where('section_key', 'in', [...sections, ''])
    .executeTakeFirst()

/** Tracks by disc and number, albums by year, the rest by number; what has none comes last. */
const ORDER = sql<string>`coalesce(case kind
  when 'track' then least(coalesce(parent_place, 0), 1000)::bigint * 100000 + least(coalesce(place, 0), 99999)
  when 'album' then year else place end, 2147483647)`

async function childrenOf(
  ctx: Pick<LibraryContext, 'db'>,
  { rating_key, section_key }: ItemRow,
  userId: string | null,
  limit: number,
  place: z.infer<typeof Place> | null,
) {
  const rows = (await ctx.db
    .selectFrom('item')
    .select(shownFor(userId))
    .select(ORDER.as('nth'))
    .where('parent_key', '=', rating_key)
    .where('section_key', '=', section_key)
    .$if(place !== null, (all) =>
      all.where(sql<boolean>`(${ORDER}, rating_key) > (${place?.[0]}::bigint, ${place?.[1]}::text)`),
    )
    .orderBy(sql`${ORDER}, rating_key`)
    .limit(limit + 1)
    .execute()) as (ShownRow & { nth: string })[]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(showItem),
    nextCursor: last ? toCursor([Number(last.nth), last.rating_key]) : null,
  }
}

const ABOVE: Partial<Record<ItemKind, readonly [ItemKind | null, ItemKind]>> = {
  season: [null, 'show'],
  episode: ['show', 'season'],
  album: [null, 'artist'],
  track: ['artist', 'album'],
}

function parentsOf({ kind, parent_key, parent_title, grandparent_key, grandparent_title }: ItemRow) {
  const [outer, inner] = ABOVE[kind] ?? []
  const one = (as: ItemKind | null | undefined, id: string | null, title: string | null) =>
    as && id !== null ? [{ id, kind: as, title: title ?? '' }] : []
  return [...one(outer, grandparent_key, grandparent_title), ...one(inner, parent_key, parent_title)]
}
