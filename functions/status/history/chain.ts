import type { Kysely } from 'kysely'
import type { StatusTables } from '../domain.ts'
import { type TransitionRow, transitionsOf } from './transitions.ts'

type Db = Kysely<StatusTables>

/** A service on the way from one that failed to the one that it failed for, with the change that stands at the time. */
export interface Link {
  id: string
  name: string
  /** Of the catalogue, where it stands for a connected service. */
  service: string | null
  transition: TransitionRow | undefined
}

/** Deeper than dependencies are in any house; they may have been a circle once. */
const DEEPEST = 20

/** The service itself, and behind it `because` and what that was put down to, up to the root. What was removed since has no link. */
export async function chainOf(
  db: Db,
  own: Omit<Link, 'transition'>,
  at: Date,
  because: string | null,
): Promise<Link[]> {
  const links: Link[] = [{ ...own, transition: await lastOf(db, own.id, at) }]
  let next = because
  while (next !== null && links.length <= DEEPEST && !links.some(({ id }) => id === next)) {
    const parent = await db
      .selectFrom('monitor')
      .select(['id', 'name', 'service'])
      .where('id', '=', next)
      .executeTakeFirst()
    if (!parent) break
    const transition = await lastOf(db, parent.id, at)
    links.push({ ...parent, transition })
    next = transition?.because_of ?? null
  }
  return links
}

const lastOf = (db: Db, id: string, at: Date): Promise<TransitionRow | undefined> =>
  transitionsOf(db)
    .where('monitor_id', '=', id)
    .where('at', '<=', at)
    .orderBy('at', 'desc')
    .orderBy('change', 'desc')
    .limit(1)
    .executeTakeFirst()
