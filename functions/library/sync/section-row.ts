import { sql } from 'kysely'
import { LibraryChanged, LibrarySynced } from '../../../contracts/plex-library.ts'
import type { LibraryContext, Tx } from '../context.ts'
import type { Counts, Tally } from '../domain.ts'
import type { ListedKind } from '../plex/server.ts'
import type { SectionRow } from './read-section.ts'
import { commit, type SyncRun } from './run.ts'
import { newsOf, sayAdded, tellingOf } from './say-added.ts'
import type { Read } from './write-items.ts'

/** What is read of each kind of library, what holds something before what it holds. Tracks are read with their album. */
export const KINDS_OF: Readonly<Record<string, readonly ListedKind[]>> = {
  movie: ['movie'],
  show: ['show', 'season', 'episode'],
  artist: ['artist', 'album'],
}

export const sectionOf = (ctx: Pick<LibraryContext, 'db'>, key: string): Promise<SectionRow | undefined> =>
  ctx.db.selectFrom('section').selectAll().where('key', '=', key).executeTakeFirst()

/** How many there are of each kind here. */
export async function countHere(tx: Pick<LibraryContext['db'], 'selectFrom'>, key: string): Promise<Counts> {
  const rows = await tx
    .selectFrom('item')
    .select(['kind', (eb) => eb.fn.countAll<string>().as('count')])
    .where('section_key', '=', key)
    .groupBy('kind')
    .execute()
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]))
}

/** By how much Plex's counts differ from what is here. */
export async function difference(run: SyncRun, section: SectionRow): Promise<Counts> {
  const here = await countHere(run.ctx.db, section.key)
  const off: Counts = {}
  for (const kind of KINDS_OF[section.kind] ?? [])
    off[kind] = (await run.plex.count(section.key, kind)) - (here[kind] ?? 0)
  return off
}

/** Whether they differ in another way than when all of it had been read: some servers never count alike. */
export async function differs(run: SyncRun, section: SectionRow): Promise<boolean> {
  const off = await difference(run, section)
  return Object.entries(off).some(([kind, by]) => by !== (section.off[kind] ?? 0))
}

/** The counts of a library as they are now, and the event about a reading that changed something. */
export async function conclude(tx: Tx, run: SyncRun, section: SectionRow, tally: Tally, whole: boolean): Promise<void> {
  const counts = await countHere(tx, section.key)
  const items = counts[KINDS_OF[section.kind]?.[0] ?? ''] ?? 0
  const turned = whole || tally.added + tally.changed + tally.removed > 0
  const { version } = await tx
    .updateTable('section')
    .set({
      items,
      counts: JSON.stringify(counts),
      synced_at: run.ctx.now(),
      ...(turned ? { version: sql<string>`version + 1` } : {}),
    })
    .where('key', '=', section.key)
    .returning('version')
    .executeTakeFirstOrThrow()
  if (!turned) return
  const { told: _, ...did } = tally
  const said = { libraryId: section.key, title: section.title, whole, items, ...did, version: Number(version) }
  // whoever looked at a list changed nothing
  run.ctx.emit(LibrarySynced, said, { actor: 'system' })
}

export async function finishChanges(run: SyncRun, section: SectionRow, tally: Tally & { highest: number | null }) {
  const { highest, ...did } = tally
  await commit(run, async (tx) => {
    if (highest !== null)
      await tx.updateTable('section').set({ watermark: highest }).where('key', '=', section.key).execute()
    await conclude(tx, run, section, did, false)
  })
  if (did.added + did.changed + did.removed > 0) run.ctx.live(LibraryChanged, {})
}

/** More in one reading are no news one by one: `library.synced` counts them. */
const TOLD_MOST = 100

/**
 * Tells of what came, inside the write that stored it, and gives how many facts that were; the first reading of a library
 * is no news. `told`: facts of this reading so far.
 */
export async function tellNews(
  tx: Tx,
  run: SyncRun,
  section: SectionRow,
  { fresh, told }: { fresh: readonly Read[]; told: number },
): Promise<number> {
  if (section.whole_at === null) return 0
  for (const { row } of fresh) if (row.kind === 'show') run.newShows.add(row.rating_key)
  const news = newsOf(fresh, run.newShows)
  const room = Math.max(0, TOLD_MOST - told)
  const singles = news.singles.slice(0, room)
  const many = news.many.slice(0, room - singles.length)
  const from = { machineId: run.machineId, serverName: run.serverName, section: section.title }
  await sayAdded(tx, run.ctx, singles.map(tellingOf), from)
  if (many.length === 0) return singles.length
  const shows = await tx
    .selectFrom('item')
    .selectAll()
    .where(sql<boolean>`rating_key = any(${many}::text[])`)
    .execute()
  // told once a day, however many pages its episodes come in
  const mark = `many ${run.ctx.now().toISOString().slice(0, 10)}`
  await sayAdded(
    tx,
    run.ctx,
    shows.map((row) => ({ row, guid: null, mark })),
    from,
  )
  return singles.length + many.length
}

export const newest = (reads: readonly Read[], so: number | null): number | null =>
  reads.reduce<number | null>((high, { row }) => Math.max(high ?? 0, row.updated_at ?? 0), so)
