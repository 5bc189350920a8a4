import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import type { PlexItem } from '../../../contracts/plex-library.ts'
import { contextOf } from '../about.ts'
import type { LibraryTables } from '../domain.ts'
import { idOfPicture } from '../pictures/id.ts'

type ItemRow = Selectable<LibraryTables['item']>

const SHOWN = [
  'item.rating_key',
  'item.section_key',
  'item.kind',
  'item.title',
  'item.sort_title',
  'item.parent_title',
  'item.grandparent_title',
  'item.place',
  'item.parent_place',
  'item.year',
  'item.added_at',
  'item.duration_ms',
  'item.leaves',
  'item.rating',
  'item.thumb',
] as const

export type ShownRow = Pick<
  ItemRow,
  (typeof SHOWN)[number] extends `item.${infer Name}` ? Name & keyof ItemRow : never
> & {
  views: number | null
  view_offset_ms: number | null
  leaves_viewed: number | null
  /** Whether what the person watched in that library is known at all. */
  viewing_known: boolean
}

type Tables = LibraryTables & { viewing: LibraryTables['viewing'] }

/** Columns of an item as a person sees it; `userId` is null for who has no viewing here. */
export const shownFor = (userId: string | null) => (eb: ExpressionBuilder<Tables, 'item'>) => [
  ...SHOWN,
  ...(['views', 'view_offset_ms', 'leaves_viewed'] as const).map((name) =>
    userId === null
      ? sql<number | null>`null::int`.as(name)
      : eb
          .selectFrom('viewing')
          .select(name)
          .whereRef('viewing.rating_key', '=', 'item.rating_key')
          .where('viewing.user_id', '=', userId)
          .as(name),
  ),
  userId === null
    ? sql<boolean>`false`.as('viewing_known')
    : sql<boolean>`exists (select 1 from watched where watched.user_id = ${userId}::uuid and watched.section_key = item.section_key)`.as(
        'viewing_known',
      ),
]

export function showItem(row: ShownRow): PlexItem {
  return {
    id: row.rating_key,
    kind: row.kind,
    libraryId: row.section_key,
    title: row.title,
    context: contextOf(row),
    year: row.year,
    posterId: idOfPicture(row.rating_key, 'thumb', row.thumb),
    addedAt: row.added_at?.toISOString() ?? null,
    durationMs: row.duration_ms,
    leaves: row.leaves,
    watched: watchedOf(row),
    resumePercent: resumeOf(row),
  }
}

type Viewed = Pick<ShownRow, 'kind' | 'leaves' | 'views' | 'view_offset_ms' | 'leaves_viewed' | 'viewing_known'>

/** Music and collections are not watched; what nobody asked Plex about is not known. */
export function watchedOf({ kind, leaves, views, view_offset_ms, leaves_viewed, viewing_known }: Viewed) {
  if (kind === 'show' || kind === 'season') {
    if (leaves_viewed === null && !viewing_known) return null
    const seen = leaves_viewed ?? 0
    return seen === 0 ? 'no' : leaves !== null && seen >= leaves ? 'yes' : 'partly'
  }
  if (kind !== 'movie' && kind !== 'episode') return null
  if (views === null && !viewing_known) return null
  return (views ?? 0) > 0 ? 'yes' : (view_offset_ms ?? 0) > 0 ? 'partly' : 'no'
}

function resumeOf({ view_offset_ms, duration_ms }: Pick<ShownRow, 'view_offset_ms' | 'duration_ms'>): number | null {
  if (!view_offset_ms || !duration_ms) return null
  return Math.min(100, Math.round((view_offset_ms / duration_ms) * 1000) / 10)
}

/** Opens an item in Plex's own page. */
export const playUrlOf = (machineId: string, ratingKey: string): string =>
  `https://app.plex.tv/desktop/#!/server/${encodeURIComponent(machineId)}/details?key=${encodeURIComponent(`/library/metadata/${ratingKey}`)}`
