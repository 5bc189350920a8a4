import { sql } from 'kysely'
import type { Tx } from '../context.ts'
import type { Metadata } from '../plex/shapes.ts'
import { keyOf, timeOf } from '../plex/to-item.ts'

/** Keeps how far a person is with items, as the server told them. `at` is when it was asked. */
export async function keepViewing(tx: Tx, userId: string, items: readonly Metadata[], at: Date): Promise<void> {
  const rows = [...new Map(items.map((item) => [keyOf(item.ratingKey), item])).entries()].flatMap(([key, item]) =>
    key === null
      ? []
      : {
          rating_key: key,
          views: Math.min(item.viewCount ?? 0, 1_000_000),
          view_offset_ms: Math.min(item.viewOffset ?? 0, 2 ** 31 - 1),
          leaves_viewed: item.viewedLeafCount === null ? null : Math.min(item.viewedLeafCount, 2 ** 31 - 1),
          last_viewed_at: timeOf(item.lastViewedAt),
        },
  )
  if (rows.length === 0) return
  await sql`
    insert into viewing (user_id, rating_key, views, view_offset_ms, leaves_viewed, last_viewed_at, read_at)
    select ${userId}::uuid, rating_key, views, view_offset_ms, leaves_viewed, last_viewed_at, ${at}::timestamptz
    from jsonb_populate_recordset(null::viewing, ${JSON.stringify(rows)}::jsonb)
    on conflict (user_id, rating_key) do update set views = excluded.views, view_offset_ms = excluded.view_offset_ms,
      leaves_viewed = excluded.leaves_viewed, last_viewed_at = excluded.last_viewed_at, read_at = excluded.read_at
    where viewing.read_at <= excluded.read_at`.execute(tx)
}
