import type { Provided } from '../../../bus/index.ts'
import { availabilityOf, findAlbum } from '../arr/albums.ts'
import type { NewTitle } from '../media/titles.ts'
import { type Refusal, refused } from '../outgoing/outcome.ts'
import type { Asks } from '../arr/connected.ts'
import type { Kysely } from 'kysely'
import type { RequestTables } from '../domain.ts'
import { whySilent } from './away.ts'
import { connectionToLidarr } from './connected.ts'
import { musicBrainzPlace, readAlbum } from './musicbrainz.ts'
import { fromReleaseGroup } from './titles.ts'

interface Context extends Asks {
  readonly db: Kysely<RequestTables>
  readonly signal: AbortSignal
  provided<T>(place: Provided<T>): T
}

/** Somebody waits for the answer; what is not known by then is found out later. MusicBrainz has to be waited for in turn. */
const PATIENCE_MS = { musicBrainz: 1400, lidarr: 900 } as const

/** Why an album need not be asked for, and what it is called where that was not known here. */
export async function beforeAsking(
  ctx: Context,
  mbid: string,
): Promise<{ refusal: Refusal | null; title: NewTitle | null }> {
  const [title, isThere] = await Promise.all([titleOf(ctx, mbid), isInLidarr(ctx, mbid)])
  if (isThere) return { refusal: refused('ALREADY_AVAILABLE', 'This album is in the library already.'), title: null }
  if (title === 'unknown')
    return { refusal: refused('NOT_FOUND', 'MusicBrainz has no album under this id.'), title: null }
  return { refusal: null, title }
}

/** Null where it is known here, or MusicBrainz cannot say now. */
async function titleOf(ctx: Context, mbid: string): Promise<NewTitle | null | 'unknown'> {
  const known = await ctx.db
    .selectFrom('media')
    .select('title')
    .where('media_type', '=', 'music')
    .where('media_id', '=', mbid)
    .executeTakeFirst()
  if (known) return null
  const timeout = AbortSignal.timeout(PATIENCE_MS.musicBrainz)
  try {
    const signal = AbortSignal.any([ctx.signal, timeout])
    const found = await readAlbum(ctx.provided(musicBrainzPlace), mbid, { signal })
    return found ? fromReleaseGroup(found) : 'unknown'
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (whySilent(error, timeout.aborted) === null) throw error
    return null
  }
}

/** False also while Lidarr does not answer: then it says so once it is told. */
async function isInLidarr(ctx: Context, mbid: string): Promise<boolean> {
  const connection = await connectionToLidarr(ctx)
  if (connection.is !== 'connected') return false
  const timeout = AbortSignal.timeout(PATIENCE_MS.lidarr)
  try {
    const signal = AbortSignal.any([ctx.signal, timeout])
    const album = await findAlbum(connection.lidarr, mbid, { signal, timeoutMs: PATIENCE_MS.lidarr })
    return album !== null && availabilityOf(album) === 'yes'
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (whySilent(error, timeout.aborted) === null) throw error
    return false
  }
}
