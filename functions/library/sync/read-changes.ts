import type { Tally } from '../domain.ts'
import { readMembers } from './members.ts'
import type { SectionRow } from './read-section.ts'
import { commit, type SyncRun } from './run.ts'
import { KINDS_OF, newest, tellNews } from './section-row.ts'
import { PAGE } from './whole-pass.ts'
import { type Read, readItems, removeItems, writeItems } from './write-items.ts'

const LOOKED_UP = 100
/** More than these are read with all of the library, page by page in as many runs as it takes. */
const MANY = 3000

export interface Changes extends Tally {
  /** The newest `updatedAt` seen, in Plex's seconds. */
  highest: number | null
}

/** Reads what Plex changed since the last time, page by page, and the collections. Null: that is too much for one run. */
export async function readChanges(run: SyncRun, section: SectionRow): Promise<Changes | null> {
  const { ctx, plex } = run
  const changes: Changes = { added: 0, changed: 0, removed: 0, tookMs: 0, told: 0, highest: null }
  const since = section.watermark === null ? null : Number(section.watermark)
  changes.highest = since
  for (const kind of KINDS_OF[section.kind] ?? []) {
    for (let start = 0; ;) {
      ctx.signal.throwIfAborted()
      const { items, total } = await plex.list(section.key, {
        kind,
        sort: 'updatedAt:asc',
        start,
        size: PAGE,
        // what came in the very second that was seen last is looked at again
        ...(since === null ? {} : { where: { 'updatedAt>>': Math.max(0, since - 1) } }),
      })
      if (total > MANY) return null
      const reads = readItems(items, section.key)
      const above = await readAbove(run, section, reads)
      await commit(run, async (tx) => {
        const { fresh, changed } = await writeItems(tx, reads)
        await writeItems(tx, above, { how: 'whole' })
        changes.told += await tellNews(tx, run, section, { fresh, told: changes.told })
        changes.added += fresh.length
        changes.changed += changed.length
      })
      changes.highest = newest(reads, changes.highest)
      start += items.length
      if (items.length === 0 || start >= total) break
    }
  }
  await readCollections(run, section, changes)
  return changes
}

/** What holds what changed has other counts now, of which its own time says nothing. */
async function readAbove(run: SyncRun, section: SectionRow, reads: readonly Read[]): Promise<Read[]> {
  const keys = new Set(reads.flatMap(({ row }) => [row.parent_key ?? [], row.grandparent_key ?? []].flat()))
  const above: Read[] = []
  const asked = [...keys]
  for (let at = 0; at < asked.length; at += LOOKED_UP)
    above.push(...readItems(await run.plex.items(asked.slice(at, at + LOOKED_UP)), section.key))
  return above
}

async function readCollections(run: SyncRun, section: SectionRow, changes: Changes): Promise<void> {
  const seen = new Set<string>()
  for (let start = 0; ;) {
    run.ctx.signal.throwIfAborted()
    const { items, total } = await run.plex.collections(section.key, { start, size: PAGE })
    const reads = readItems(items, section.key)
    const { fresh, changed } = await commit(run, (tx) => writeItems(tx, reads))
    for (const { row } of [...fresh, ...changed]) await commit(run, await readMembers(run.plex, row.rating_key))
    changes.added += fresh.length
    changes.changed += changed.length
    for (const { row } of reads) seen.add(row.rating_key)
    start += items.length
    if (items.length === 0 || start >= total) break
  }
  const known = await run.ctx.db
    .selectFrom('item')
    .select('rating_key')
    .where('section_key', '=', section.key)
    .where('kind', '=', 'collection')
    .execute()
  const gone = known.flatMap(({ rating_key }) => (seen.has(rating_key) ? [] : rating_key))
  if (gone.length > 0) changes.removed += await commit(run, (tx) => removeItems(tx, gone))
}
