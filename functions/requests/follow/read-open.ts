import type { Kysely } from 'kysely'
import { OPEN_STATUSES } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import { AFTERWARDS_MS, isUntold } from './untold.ts'
import type { OpenRow } from './look.ts'

/** The newest go first; no house waits for more at once. */
const OPEN_MOST = 2000
const OTHERS_MOST = 150
const MOVING_MOST = 100
const JUST_NOW_MS = 120_000
const DAY_MS = 86_400_000

const rowsOf = (db: Kysely<RequestTables>) =>
  db
    .selectFrom('request')
    .leftJoin('media', (join) =>
      join.onRef('media.media_type', '=', 'request.media_type').onRef('media.media_id', '=', 'request.media_id'),
    )
    .selectAll('request')
    .select(['media.tvdb_id as title_tvdb_id', 'media.artist as title_artist'])

/** What moves at this moment: it is being loaded, is about to be imported, or something just happened to it. */
export async function readMoving(db: Kysely<RequestTables>, now: Date): Promise<OpenRow[]> {
  return rowsOf(db)
    .where('request.status', 'in', ['processing', 'partial'])
    .where((eb) =>
      eb.or([
        eb('request.eta_at', 'is not', null),
        eb('request.updated_at', '>', new Date(now.getTime() - JUST_NOW_MS)),
        eb.and([
          eb('request.percent', '>=', 100),
          eb('request.stage', '=', 'downloading'),
          eb('request.late_code', 'is', null),
        ]),
      ]),
    )
    .where('request.is4k', '=', false)
    .orderBy('request.created_at', 'desc')
    .limit(MOVING_MOST)
    .execute()
}

/**
 * What is on its way, what failed, what is over and still says how far it is, what came within a day without our
 * knowing where it is in Plex, and what came just now without the end of its way.
 */
export async function readOpen(db: Kysely<RequestTables>, now: Date): Promise<OpenRow[]> {
  const rows = rowsOf(db)
  const open = await rows
    .where('request.status', 'in', ['processing', 'partial', 'failed'])
    .orderBy('request.created_at', 'desc')
    .limit(OPEN_MOST)
    .execute()
  const unsettled = await rows
    .where('request.status', 'not in', OPEN_STATUSES)
    .where((eb) =>
      eb.or([
        eb('request.percent', 'is not', null),
        eb('request.late_code', 'is not', null),
        eb('request.retry_at', 'is not', null),
      ]),
    )
    .limit(OTHERS_MOST)
    .execute()
  const unplaced = await rows
    .where('request.media_type', 'in', ['movie', 'tv', 'music'])
    .where('request.status', '=', 'available')
    .where('request.updated_at', '>', new Date(now.getTime() - DAY_MS))
    .where('request.rating_key', 'is', null)
    .limit(OTHERS_MOST)
    .execute()
  const justCame = await rows
    .where('request.media_type', 'in', ['movie', 'tv', 'music'])
    .where('request.status', '=', 'available')
    .where('request.updated_at', '>', new Date(now.getTime() - AFTERWARDS_MS))
    .where('request.followed', 'is not', null)
    .limit(OTHERS_MOST)
    .execute()
  const untold = justCame.filter((row) => isUntold(row, now))
  return [...new Map([...open, ...unsettled, ...unplaced, ...untold].map((row) => [row.id, row])).values()]
}
