import { type Kysely, sql } from 'kysely'
import type { Check } from '../../contracts/status.ts'
import { forgives } from './decide.ts'
import type { StatusTables } from './domain.ts'
import { probe } from './kinds/index.ts'
import { type MonitorRow, toTarget } from './monitor-row.ts'

/** Who asks a parent within this time takes the same answer. */
const SHARED_MS = 1000

interface Asking {
  db: Kysely<StatusTables>
  signal: AbortSignal
  now(): Date
}

/** Makes the check of one monitor, then those of its parents that matter. Throws only when called off. */
export type Checker = (row: MonitorRow, nextCheckAt: Date) => Promise<Check[]>

/**
 * Before a monitor is called offline, what it depends on and what stands as well is asked again, so that a failure
 * behind a parent that has just failed is never told as its own.
 */
export function checker(ctx: Asking): Checker {
  const lately = new Map<string, { at: number; made: Promise<Check> }>()

  const make = async (row: MonitorRow, nextCheckAt: Date): Promise<Check> => {
    const found = await probe(toTarget(row), ctx.signal)
    return {
      monitorId: row.id,
      version: row.version,
      at: ctx.now().toISOString(),
      nextCheckAt: nextCheckAt.toISOString(),
      ...found,
    }
  }
  const again = (parent: MonitorRow): Promise<Check> => {
    const known = lately.get(parent.id)
    if (known && Date.now() - known.at < SHARED_MS) return known.made
    // its own rhythm stays
    const made = make(parent, parent.next_check_at)
    lately.set(parent.id, { at: Date.now(), made })
    return made
  }
  return async (row, nextCheckAt) => {
    const own = await make(row, nextCheckAt)
    if (own.error === null || row.depends_on.length === 0 || row.status === 'offline' || forgives(row)) return [own]
    const parents = await wellAncestors(ctx.db, row.id)
    return [own, ...(await Promise.all(parents.map(again)))]
  }
}

/** Everything above a monitor that we can ask and that does not fail: one more failure would be no news of it. */
async function wellAncestors(db: Kysely<StatusTables>, id: string): Promise<MonitorRow[]> {
  const { rows } = await sql<MonitorRow>`
    with recursive above as (
      select unnest(depends_on) as id from monitor where id = ${id}
      union select unnest(m.depends_on) from monitor m join above on m.id = above.id)
    select m.* from monitor m join above on m.id = above.id
    where m.status <> 'offline' and m.failures = 0 and m.kind <> 'push' and m.source is null and m.id <> ${id}`.execute(
    db,
  )
  return rows
}
