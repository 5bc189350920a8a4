import type { Selectable } from 'kysely'
import type { LibraryTables } from '../domain.ts'
import { readChanges } from './read-changes.ts'
import { mayGoOn, type SyncRun } from './run.ts'
import { begin, readOn } from './whole-pass.ts'
import { differs, finishChanges, KINDS_OF, sectionOf } from './section-row.ts'

export type SectionRow = Selectable<LibraryTables['section']>

/** What is older is read again. */
export const DUE_MS = 10 * 60_000
/** All of a library is read again so often. */
const WHOLE_MS = 24 * 3_600_000

const age = (at: Date | null, now: Date): number => (at === null ? Infinity : now.getTime() - at.getTime())

/** Whether there is anything to read of a library now. */
export const isDue = (section: SectionRow, now: Date, force: boolean): boolean =>
  !section.gone &&
  KINDS_OF[section.kind] !== undefined &&
  (section.reading !== null || force || age(section.whole_at, now) > WHOLE_MS || age(section.synced_at, now) > DUE_MS)

/**
 * Reads what is due of a library: what changed, or all of it where that is due, much changed or the counts differ. False: there is
 * more of it, and the next run goes on where this one ended.
 */
export async function readSection(run: SyncRun, key: string): Promise<boolean> {
  const { ctx, force } = run
  let section = await sectionOf(ctx, key)
  if (!section || !isDue(section, ctx.now(), force)) return true
  if (section.reading === null) {
    const whole = age(section.whole_at, ctx.now()) > WHOLE_MS
    if (!whole) {
      const began = performance.now()
      const tally = await readChanges(run, section)
      if (tally && !(await differs(run, section))) {
        await finishChanges(run, section, { ...tally, tookMs: Math.round(performance.now() - began) })
        return true
      }
    }
    section = await begin(run, section)
  }
  while (section?.reading != null) {
    if (!mayGoOn(run)) return false
    section = await readOn(run, section)
  }
  return true
}
