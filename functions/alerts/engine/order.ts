import type { Kysely } from 'kysely'
import type { MessageMeta } from '../../../bus/index.ts'
import type { AlertTables } from '../domain.ts'
import { waitsFor } from './patience.ts'
import { isOverdue } from './services.ts'
import { Settling } from './settling.ts'
import type { Subject } from './subjects.ts'

/** What came before the one below its number waits for that so long. */
const GAP_MS = 30_000
/** What would have fired meanwhile may have been excused by a message that is still under way. */
const OVERDUE_MS = 3000
const FRESH_MS = 5000

/** Maintenance windows have no number in a service's order. Who catches up waits for them once, not once a message. */
const windows = new Settling(OVERDUE_MS)

interface Announced {
  monitorId: string
  at: string
  step?: number | undefined
}

interface Place {
  db: Kysely<AlertTables>
  meta: Pick<MessageMeta, 'id' | 'time'>
  now(): Date
}

/**
 * In how many milliseconds to look again at an announcement whose turn it is not yet; null when it is. `follows` is the
 * change of state that it comes after: older announcements have no step. `strangerMs` is for what is earlier of a service
 * that nobody told of yet. Default 30 s.
 */
export async function waitsForItsTurn(
  place: Place,
  known: Subject | undefined,
  said: Announced,
  { follows, strangerMs = GAP_MS }: { follows: number; strangerMs?: number },
): Promise<number | null> {
  if (known?.removed_at) return null
  const { db, meta } = place
  const misses = said.step === undefined ? follows > (known?.change ?? 0) : said.step - 1 > (known?.step ?? 0)
  const gap = misses ? waitsFor(`${meta.id} gap`, known ? GAP_MS : strangerMs) : null
  if (gap !== null) return gap
  const at = new Date(said.at)
  const late = place.now().getTime() - at.getTime() > FRESH_MS
  if (!late || !(await isOverdue(db, said.monitorId, at))) return null
  // of older ones a cause may be missing too
  if (said.step === undefined) return waitsFor(`${meta.id} overdue`, OVERDUE_MS)
  const settles = windows.waits(meta.time)
  // whoever's clock runs ahead is not waited for until then
  return settles !== null && waitsFor(`${meta.id} overdue`, 2 * OVERDUE_MS) !== null ? settles : null
}
