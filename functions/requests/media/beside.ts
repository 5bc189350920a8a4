import { type Kysely, sql } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { Known } from './marks.ts'
import { keyOf, type Place } from './titles.ts'

/** What we know beside what Seerr just found. */
export interface Beside {
  /** Our requests for the titles by `keyOf`: the person's own first, then the newest. */
  known: Map<string, Known[]>
  /** Titles that were written down today, by `keyOf`. */
  written: Set<string>
  /** When Seerr was noticed to be away; null when it was not. */
  downSince: Date | null
}

/** All of it in one round trip: whoever types waits for it at each letter. */
export async function lookBeside(
  db: Kysely<RequestTables>,
  places: readonly Place[],
  userId: string | null,
): Promise<Beside> {
  const { rows } = await sql<{ known: Known[] | null; written: Place[] | null; down_since: Date | null }>`
    with place as (
      select * from unnest(${places.map((one) => one.mediaType)}::text[], ${places.map((one) => one.mediaId)}::text[])
        as place (media_type, media_id))
    select
      (select json_agg(json_build_object('id', id, 'mediaType', media_type, 'mediaId', media_id, 'status', status,
          'is4k', is4k, 'mine', coalesce(user_id = ${userId}::uuid, false))
          order by coalesce(user_id = ${userId}::uuid, false) desc, created_at desc, id)
        from request join place using (media_type, media_id)) as known,
      (select json_agg(json_build_object('mediaType', media_type, 'mediaId', media_id))
        from media join place using (media_type, media_id)
        where seen_at > now() - interval '1 day') as written,
      (select down_since from upstream where name = 'seerr') as down_since`.execute(db)
  const [row] = rows
  return {
    known: Map.groupBy(row?.known ?? [], keyOf),
    written: new Set((row?.written ?? []).map(keyOf)),
    downSince: row?.down_since ?? null,
  }
}
