import type { Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { advance } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { adopt } from './adopt.ts'
import { decideGone, decideObserved, isUnclear, type Observed } from './decide-observed.ts'
import { deciding } from './deciding.ts'
import { about, type Taken, type Taking } from './taking.ts'
import { makeTwin } from './twin.ts'

type Tx = Transaction<RequestTables>

/** Takes in how a request stands at Seerr: finds our row, makes its twin or goes on with it. */
export async function takeIn(tx: Tx, request: Request, taking: Taking): Promise<Taken> {
  const { people, source } = taking
  const observed: Observed = { request, at: new Date(), by: people.of(request.modifiedBy), source }
  const row = await numbered(tx, request, taking)
  if (!row) return (await adopt(tx, request, observed, taking)) ?? (await makeTwin(tx, request, observed, taking))
  if (row.updated_at > taking.at) return { is: 'stale', requestId: row.id }
  let unclear = false
  const decide = await deciding(tx, row.id, (locked, beside) => {
    unclear = isUnclear(request, beside)
    return decideObserved(locked, observed, beside)
  })
  const after = await advance(tx, row.id, decide, taking.announce)
  if (!after || after.version === row.version) return { is: unclear ? 'unclear' : 'same', requestId: row.id }
  tellDrift(row, after, taking)
  return { is: 'changed', requestId: row.id }
}

/** Seerr has it no longer. */
export async function takeOut(tx: Tx, row: RequestRow, taking: Taking): Promise<Taken> {
  if (row.updated_at > taking.at) return { is: 'stale', requestId: row.id }
  const decide = await deciding(tx, row.id, (locked, beside) => decideGone(locked, new Date(), taking.source, beside))
  const after = await advance(tx, row.id, decide, taking.announce)
  if (!after || after.status === row.status) return { is: 'same', requestId: row.id }
  taking.drift({ ...about(row), field: 'gone', ours: row.status, theirs: null })
  return { is: 'changed', requestId: row.id }
}

async function numbered(tx: Tx, request: Request, taking: Taking): Promise<RequestRow | null> {
  const row = await tx
    .selectFrom('request')
    .selectAll()
    .where('seerr_id', '=', request.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const isSame =
    row.media_type === request.type && row.media_id === String(request.media.tmdbId) && row.is4k === request.is4k
  if (isSame) return row
  // its numbers began anew, as they do when Seerr is installed again: what had this one is gone
  await takeOut(tx, row, taking)
  await tx.updateTable('request').set({ seerr_id: null }).where('id', '=', row.id).execute()
  return null
}

function tellDrift(before: RequestRow, after: RequestRow, { drift }: Taking): void {
  if (before.status !== after.status && before.status !== 'waiting') {
    drift({ ...about(after), field: 'status', ours: before.status, theirs: after.status })
  }
  if (before.seasons.join() !== after.seasons.join() && before.status !== 'waiting') {
    drift({ ...about(after), field: 'seasons', ours: before.seasons.join(', '), theirs: after.seasons.join(', ') })
  }
}
