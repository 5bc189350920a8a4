import type { Selectable } from 'kysely'
import { OutsideError } from '../../../bus/index.ts'
import type { WritingContext } from '../context.ts'
import type { LibraryTables } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { keepViewing } from '../people/keep-viewing.ts'
import type { Viewer } from '../people/viewer.ts'
import { plexServer } from '../plex/server.ts'
import type { Metadata } from '../plex/shapes.ts'
import { readItems, writeItems } from '../sync/write-items.ts'

type ItemRow = Selectable<LibraryTables['item']>

const DUE_MS = 10 * 60_000
/** How long an item page waits for Plex before it shows what is known. */
const PATIENCE_MS = 2500
const PAGE = 300
/** More is in nothing that one opens. */
const LONGEST = 3000

const HOLDS: ReadonlySet<string> = new Set(['show', 'season', 'artist', 'album'])

export type Looked = { is: 'there' } | { is: 'hidden' } | { is: 'unknown'; message: string }

/** Whether what is known of an item, or of how far the person is with it, is ten minutes old. */
export async function lookIsDue(ctx: WritingContext, item: ItemRow, { userId, sealedToken }: Viewer): Promise<boolean> {
  const over = (at: Date | null | undefined): boolean => !at || ctx.now().getTime() - at.getTime() > DUE_MS
  if (over(item.whole_at) || (item.kind === 'album' && over(item.children_at))) return true
  if (sealedToken === null || userId === null) return false
  const viewing = await ctx.db
    .selectFrom('viewing')
    .select('read_at')
    .where('user_id', '=', userId)
    .where('rating_key', '=', item.rating_key)
    .executeTakeFirst()
  return over(viewing?.read_at)
}

/**
 * Reads an item and what is in it as Plex shows it to the person, and keeps how far they are with it. `hidden`: Plex
 * does not show it to them.
 */
export async function lookAtItem(ctx: WritingContext, item: ItemRow, viewer: Viewer): Promise<Looked> {
  const house = await connectedHouse(ctx)
  if (!house) return { is: 'unknown', message: 'No Plex server is connected.' }
  const token = viewer.sealedToken === null ? house.token : ctx.open(viewer.sealedToken)
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
  const plex = plexServer({ url: house.url, token, signal, timeoutMs: PATIENCE_MS })
  try {
    const at = ctx.now()
    const [found] = await plex.items([item.rating_key])
    if (!found) return { is: 'hidden' }
    const children: Metadata[] = []
    for (let start = 0; HOLDS.has(item.kind) && start < LONGEST;) {
      const part = await plex.children(item.rating_key, { start, size: PAGE })
      children.push(...part.items)
      start += part.items.length
      if (part.items.length === 0 || start >= part.total) break
    }
    await ctx.write(async (tx) => {
      await writeItems(tx, readItems([found], item.section_key), { how: 'whole' })
      if (item.kind === 'album') {
        const tracks = readItems(children, item.section_key)
        const keys = tracks.map(({ row }) => row.rating_key)
        await tx
          .deleteFrom('item')
          .where('parent_key', '=', item.rating_key)
          .where('kind', '=', 'track')
          .where('rating_key', 'not in', [...keys, ''])
          .execute()
        await writeItems(tx, tracks)
        await tx.updateTable('item').set({ children_at: at }).where('rating_key', '=', item.rating_key).execute()
      }
      if (viewer.sealedToken !== null && viewer.userId !== null)
        await keepViewing(tx, viewer.userId, [found, ...children], at)
    })
    return { is: 'there' }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (signal.aborted) return { is: 'unknown', message: 'The Plex server is slow.' }
    if (error instanceof OutsideError) return { is: 'unknown', message: error.message }
    throw error
  }
}
