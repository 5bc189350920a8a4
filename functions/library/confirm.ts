import { sql } from 'kysely'
import { OutsideError } from '../../bus/index.ts'
import { aboutItem } from './about.ts'
import type { LibraryContext, Tx } from './context.ts'
import { connectedHouse } from './house.ts'
import type { AboutItem, Reading } from './parse-webhook.ts'
import { keepViewing } from './people/keep-viewing.ts'
import { plexServer, type PlexServer } from './plex/server.ts'
import type { Metadata } from './plex/shapes.ts'
import { keyOf } from './plex/to-item.ts'
import { type Read, readItems, writeItems } from './sync/write-items.ts'

/** How long Plex may take to say that what a webhook claims is so. */
const PATIENCE_MS = 3000
const PAGE = 300
/** Of a series that came as one, its episodes; of a longer one the rest is read behind it. */
const LEAVES = 900

/** What Plex itself says of the item of a webhook. */
export interface Truth {
  about: AboutItem
  /** In Plex's seconds. */
  addedAt: number | null
  /** The item, what holds it, and what it holds where all of that is new. */
  reads: Read[]
  section: string
  viewing: { userId: string; items: Metadata[]; at: Date } | null
}

export type Confirmation =
  | { is: 'true'; truth: Truth }
  /** Of our server, which could not be asked or does not have it. */
  | { is: 'unknown' }
  /** Of another server, or there is none of ours: nothing is done about it. */
  | { is: 'foreign' }

/** Asks our own Plex server whether what a webhook says of an item is so: nothing but this is acted on. */
export async function confirm(ctx: LibraryContext, reading: Reading): Promise<Confirmation> {
  if (!('item' in reading)) return { is: 'foreign' }
  const server = await ctx.db.selectFrom('server').select(['machine_id', 'name', 'connected']).executeTakeFirst()
  const ratingKey = keyOf(reading.item.ratingKey)
  if (!server?.connected || reading.item.serverId !== server.machine_id || ratingKey === null) return { is: 'foreign' }
  const house = await connectedHouse(ctx)
  if (!house) return { is: 'foreign' }
  const own = { ...house, signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const plex = plexServer(own)
  try {
    const [item] = await plex.items([ratingKey])
    const section = item?.librarySectionID ?? null
    const [read] = item && section !== null ? readItems([item], section) : []
    if (!item || !read || section === null) return { is: 'unknown' }
    const from = { machineId: server.machine_id, serverName: server.name, section: item.librarySectionTitle }
    const about = aboutItem(read.row, item.guid, from)
    const around = reading.says === 'item-added' ? await aroundOf(plex, read, section) : []
    const show = around.find(({ row }) => row.kind === 'show' && row.rating_key !== ratingKey)?.row.tmdb_id
    if (show != null) about.showTmdbId = show
    const viewing = await viewingOf(ctx, reading, { url: house.url, ratingKey })
    return { is: 'true', truth: { about, addedAt: item.addedAt, reads: [read, ...around], section, viewing } }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!(error instanceof OutsideError)) throw error
    ctx.log.debug({ err: error }, 'What a webhook of Plex says could not be confirmed.')
    return { is: 'unknown' }
  }
}

async function aroundOf(plex: PlexServer, { row }: Read, section: string): Promise<Read[]> {
  const above = [row.parent_key, row.grandparent_key].filter((key) => key !== null)
  const found = above.length > 0 ? await plex.items(above) : []
  if (row.kind === 'show' || row.kind === 'season') {
    if (row.kind === 'show') found.push(...(await plex.children(row.rating_key, { start: 0, size: PAGE })).items)
    for (let start = 0; start < LEAVES;) {
      const { items, total } = await plex.leaves(row.rating_key, { start, size: PAGE })
      found.push(...items)
      start += items.length
      if (items.length === 0 || start >= total) break
    }
  }
  return readItems(found, section)
}

/** How far the person of a webhook is now, where they are one of ours and stopped or ended something. */
async function viewingOf(
  ctx: LibraryContext,
  reading: Reading,
  { url, ratingKey }: { url: string; ratingKey: string },
): Promise<Truth['viewing']> {
  const moved = reading.says === 'item-watched' || (reading.says === 'playback-changed' && reading.action === 'stopped')
  if (!moved) return null
  const [account = null] = reading.by.ids
  if (account === null) return null
  // on the server itself its owner is account 1
  const person = await ctx.db
    .selectFrom('person')
    .select(['user_id', 'sealed_token'])
    .where((eb) => (account === '1' ? eb('access', '=', 'owner') : eb('plex_id', '=', account)))
    .where('sealed_token', 'is not', null)
    .executeTakeFirst()
  if (!person?.sealed_token) return null
  const at = ctx.now()
  const own = { url, token: ctx.open(person.sealed_token), signal: ctx.signal, timeoutMs: PATIENCE_MS }
  return { userId: person.user_id, items: await plexServer(own).items([ratingKey]), at }
}

/** Stores what Plex said while a webhook was confirmed; the next reading finds nothing new in it. */
export async function keepTruth(tx: Tx, { reads, section: key, viewing }: Truth): Promise<void> {
  const section = await tx
    .selectFrom('section')
    .select(['pass', 'whole_at'])
    .where('key', '=', key)
    .where('gone', '=', false)
    .where('kind', 'in', ['movie', 'show', 'artist'])
    .executeTakeFirst()
  if (section) {
    const kept = reads.filter(({ row }) => row.kind !== 'track')
    const { fresh } = await writeItems(tx, kept, { pass: section.pass })
    for (const [kind, came] of Map.groupBy(fresh, ({ row }) => row.kind))
      await tx
        .updateTable('section')
        .set({
          counts: sql<string>`jsonb_set(counts, array[${kind}], to_jsonb(coalesce((counts->>${kind})::int, 0) + ${came.length}::int))`,
          ...(kind === 'movie' || kind === 'show' || kind === 'artist'
            ? { items: sql<number>`items + ${came.length}::int` }
            : {}),
        })
        .where('key', '=', key)
        .execute()
  }
  if (!viewing) return
  await keepViewing(tx, viewing.userId, viewing.items, viewing.at)
  const { userId } = viewing
  // asked again when somebody looks, as more than this one moved
  const past = new Date(0)
  await tx.updateTable('deck').set({ read_at: past }).where('user_id', '=', userId).execute()
  await tx
    .updateTable('watched')
    .set({ read_at: past })
    .where('user_id', '=', userId)
    .where('section_key', '=', key)
    .execute()
}
