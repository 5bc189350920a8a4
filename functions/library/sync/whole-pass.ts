import { sql } from 'kysely'
import { LibraryChanged } from '../../../contracts/plex-library.ts'
import type { Tx } from '../context.ts'
import type { Tally } from '../domain.ts'
import type { ListedKind } from '../plex/server.ts'
import { readMembers } from './members.ts'
import type { SectionRow } from './read-section.ts'
import { commit, type SyncRun } from './run.ts'
import { conclude, difference, KINDS_OF, newest, sectionOf, tellNews } from './section-row.ts'
import { readItems, removeItems, writeItems } from './write-items.ts'

/** Items in one page: its answer and its rows are all that is held in memory. */
export const PAGE = 150
/** Items that are asked about one by one, in one question. */
const LOOKED_UP = 100

const stagesOf = (section: SectionRow): string[] => [...(KINDS_OF[section.kind] ?? []), 'collection', 'members', 'gone']

/** Begins to read all of a library; where it is comes into its row, so that a killed reading goes on there. */
export async function begin(run: SyncRun, section: SectionRow): Promise<SectionRow | undefined> {
  let total = 0
  for (const kind of KINDS_OF[section.kind] ?? []) total += await run.plex.count(section.key, kind)
  const first = section.whole_at === null
  await commit(run, (tx) =>
    tx
      .updateTable('section')
      .set({
        pass: sql<number>`pass + 1`,
        reading: stagesOf(section)[0] ?? null,
        at: '',
        highest: null,
        tally: '{}',
        total: first ? total : null,
        imported: first ? 0 : null,
      })
      .where('key', '=', section.key)
      .execute(),
  )
  return sectionOf(run.ctx, section.key)
}

/** What a step found: the place that comes next within the stage, or null when the stage is over. */
interface Step {
  at: string | null
  read?: number
  highest?: number | null
  did?: Partial<Tally>
}

/** One page, one commit. */
export async function readOn(run: SyncRun, section: SectionRow): Promise<SectionRow | undefined> {
  const began = performance.now()
  const { reading } = section
  const work =
    reading === 'members'
      ? await membersOn(run, section)
      : reading === 'gone'
        ? await goneOn(run, section)
        : await pageOn(run, section, reading as ListedKind)
  const stages = stagesOf(section)
  const next = stages[stages.indexOf(reading ?? '') + 1] ?? null
  const ends = work.at === null && next === null
  const off = ends ? await difference(run, section) : null
  await commit(run, async (tx) => {
    const step = await work.write(tx)
    const before = section.tally
    const tally: Tally = {
      added: (before.added ?? 0) + (step.did?.added ?? 0),
      changed: (before.changed ?? 0) + (step.did?.changed ?? 0),
      removed: (before.removed ?? 0) + (step.did?.removed ?? 0),
      tookMs: (before.tookMs ?? 0) + Math.round(performance.now() - began),
      told: (before.told ?? 0) + (step.did?.told ?? 0),
    }
    const highest = step.highest ?? (section.highest === null ? null : Number(section.highest))
    await tx
      .updateTable('section')
      .set({
        at: work.at ?? '',
        reading: work.at === null ? next : reading,
        highest,
        tally: JSON.stringify(tally),
        ...(section.imported === null ? {} : { imported: section.imported + (step.read ?? 0) }),
        ...(ends ? { whole_at: run.ctx.now(), watermark: highest, total: null, imported: null } : {}),
      })
      .where('key', '=', section.key)
      .execute()
    if (ends) {
      await tx
        .updateTable('section')
        .set({ off: JSON.stringify(off) })
        .where('key', '=', section.key)
        .execute()
      await conclude(tx, run, section, tally, true)
    }
  })
  if (ends) run.ctx.live(LibraryChanged, {})
  return sectionOf(run.ctx, section.key)
}

interface Work {
  at: string | null
  write(tx: Tx): Promise<Omit<Step, 'at'>>
}

/** Items in the order in which they came to Plex, so that what comes meanwhile stands at the end. */
async function pageOn(run: SyncRun, section: SectionRow, kind: ListedKind): Promise<Work> {
  const window = { start: Number(section.at || 0), size: PAGE }
  const { items, total } =
    kind === 'collection'
      ? await run.plex.collections(section.key, window)
      : await run.plex.list(section.key, { kind, sort: 'addedAt:asc', ...window })
  const reads = readItems(items, section.key)
  const end = window.start + items.length
  return {
    at: items.length === 0 || end >= total ? null : String(end),
    async write(tx) {
      const { fresh, changed } = await writeItems(tx, reads, { pass: section.pass })
      const told = await tellNews(tx, run, section, { fresh, told: section.tally.told ?? 0 })
      const highest = newest(reads, section.highest === null ? null : Number(section.highest))
      return {
        read: kind === 'collection' ? 0 : items.length,
        highest: kind === 'collection' ? null : highest,
        did: { added: fresh.length, changed: changed.length, told },
      }
    },
  }
}

async function membersOn(run: SyncRun, section: SectionRow): Promise<Work> {
  const collection = await run.ctx.db
    .selectFrom('item')
    .select('rating_key')
    .where('section_key', '=', section.key)
    .where('kind', '=', 'collection')
    .where('pass', '=', section.pass)
    .where('rating_key', '>', section.at)
    .orderBy('rating_key')
    .limit(1)
    .executeTakeFirst()
  if (!collection) return { at: null, write: async () => ({}) }
  const write = await readMembers(run.plex, collection.rating_key)
  return {
    at: collection.rating_key,
    async write(tx) {
      await write(tx)
      return {}
    },
  }
}

/** What this reading did not see is asked about: a list that moved while it was read may have left something out. */
async function goneOn(run: SyncRun, section: SectionRow): Promise<Work> {
  const kinds = [...(KINDS_OF[section.kind] ?? []), 'collection'] as const
  const unseen = await run.ctx.db
    .selectFrom('item')
    .select('rating_key')
    .where('section_key', '=', section.key)
    .where('kind', 'in', kinds)
    .where('pass', '<', section.pass)
    .where('rating_key', '>', section.at)
    .orderBy('rating_key')
    .limit(LOOKED_UP)
    .execute()
  if (unseen.length === 0) return { at: null, write: async () => ({}) }
  const keys = unseen.map(({ rating_key }) => rating_key)
  const here = readItems(await run.plex.items(keys), section.key).filter(
    ({ item }) => item.librarySectionID === null || item.librarySectionID === section.key,
  )
  const there = new Set(here.map(({ row }) => row.rating_key))
  return {
    at: keys.at(-1) ?? null,
    async write(tx) {
      const { changed } = await writeItems(tx, here, { pass: section.pass, how: 'whole' })
      const removed = await removeItems(
        tx,
        keys.filter((key) => !there.has(key)),
      )
      return { did: { changed: changed.length, removed } }
    },
  }
}
