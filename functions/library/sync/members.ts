import { sql } from 'kysely'
import type { Tx } from '../context.ts'
import type { PlexServer } from '../plex/server.ts'
import { keyOf } from '../plex/to-item.ts'

const PAGE = 300

/** Reads what is in a collection, keys only; gives what writes it in the place of what was known. */
export async function readMembers(plex: PlexServer, collection: string): Promise<(tx: Tx) => Promise<void>> {
  const keys: string[] = []
  for (let start = 0; ;) {
    const { items, total } = await plex.members(collection, { start, size: PAGE })
    keys.push(...items.flatMap(({ ratingKey }) => keyOf(ratingKey) ?? []))
    start += items.length
    if (items.length === 0 || start >= total) break
  }
  return async (tx) => {
    await tx.deleteFrom('member').where('collection_key', '=', collection).execute()
    await sql`
      insert into member (collection_key, rating_key, place)
      select ${collection}, key, place from unnest(${keys}::text[]) with ordinality listed(key, place)`.execute(tx)
  }
}
