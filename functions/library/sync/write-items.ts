import { sql } from 'kysely'
import type { Tx } from '../context.ts'
import type { Metadata } from '../plex/shapes.ts'
import { type ItemRow, toItem } from '../plex/to-item.ts'

/** An item as Plex gave it, with the row that it becomes. */
export interface Read {
  item: Metadata
  row: ItemRow
}

/** What belongs into a library; what is of no kind that is shown is left out. */
export const readItems = (items: readonly Metadata[], section: string): Read[] =>
  items.flatMap((item) => {
    const row = toItem(item, section)
    return row ? [{ item, row }] : []
  })

/** Whether lists gave it, which leave out what is long, or a question about single items. */
type How = 'listed' | 'whole'

const COLUMNS = [
  'section_key',
  'kind',
  'title',
  'sort_title',
  'letter',
  'parent_key',
  'grandparent_key',
  'parent_title',
  'grandparent_title',
  'place',
  'parent_place',
  'year',
  'added_at',
  'released',
  'duration_ms',
  'leaves',
  'rating',
  'content_rating',
  'studio',
  'genres',
  'thumb',
  'art',
  'overview',
  'tagline',
  'tmdb_id',
  'tvdb_id',
  'imdb_id',
  'updated_at',
] as const satisfies readonly (keyof ItemRow)[]
/** Cut or absent in lists: what is known of the same edition stays. */
const CUT: readonly string[] = ['genres', 'tagline']

const names = sql.raw(COLUMNS.join(', '))
const setter = (how: How) =>
  sql.raw(
    COLUMNS.map((name) =>
      how === 'listed' && CUT.includes(name)
        ? `${name} = case when item.updated_at is not distinct from excluded.updated_at then item.${name} else excluded.${name} end`
        : `${name} = excluded.${name}`,
    ).join(', '),
  )
const SET = { listed: setter('listed'), whole: setter('whole') }

export interface Written {
  /** Not there before. */
  fresh: Read[]
  changed: Read[]
}

/** Stores items as Plex has them now. `pass` is the number of the whole reading that sees them; else theirs stays. */
export async function writeItems(
  tx: Tx,
  items: readonly Read[],
  { pass = null, how = 'listed' }: { pass?: number | null; how?: How } = {},
): Promise<Written> {
  // a page that moved on while it was read may name one twice
  const unique = [...new Map(items.map((read) => [read.row.rating_key, read])).values()]
  if (unique.length === 0) return { fresh: [], changed: [] }
  const keys = unique.map(({ row }) => row.rating_key)
  const known = await tx
    .selectFrom('item')
    .select(['rating_key', 'section_key', 'updated_at', 'leaves'])
    .where(sql<boolean>`rating_key = any(${keys}::text[])`)
    .execute()
  const before = new Map(known.map((row) => [row.rating_key, row]))
  const fresh = unique.filter(({ row }) => !before.has(row.rating_key))
  const changed = unique.filter(({ row }) => {
    const old = before.get(row.rating_key)
    if (!old) return false
    const same = old.updated_at === (row.updated_at === null ? null : String(row.updated_at))
    return !same || old.leaves !== row.leaves || old.section_key !== row.section_key
  })
  const written = how === 'whole' ? unique : [...fresh, ...changed]
  if (written.length > 0)
    await sql`
      insert into item (rating_key, ${names}, pass, whole_at)
      select rating_key, ${names}, ${pass ?? 0}, ${how === 'whole' ? sql`now()` : sql`null`}
      from jsonb_populate_recordset(null::item, ${JSON.stringify(written.map(({ row }) => row))}::jsonb)
      on conflict (rating_key) do update set ${SET[how]}, read_at = now(),
        whole_at = ${how === 'whole' ? sql`now()` : sql`item.whole_at`}`.execute(tx)
  if (pass !== null)
    await tx
      .updateTable('item')
      .set({ pass })
      .where(sql<boolean>`rating_key = any(${keys}::text[])`)
      .where('pass', '!=', pass)
      .execute()
  return { fresh, changed }
}

/** Forgets items, and what hangs on them. */
export async function removeItems(tx: Tx, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0
  const these = sql<boolean>`rating_key = any(${keys}::text[])`
  await sql`delete from member where rating_key = any(${keys}::text[]) or collection_key = any(${keys}::text[])`.execute(
    tx,
  )
  await tx.deleteFrom('viewing').where(these).execute()
  // tracks are read with their album only
  await sql`delete from item where kind = 'track' and parent_key = any(${keys}::text[])`.execute(tx)
  const { numDeletedRows } = await tx.deleteFrom('item').where(these).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
