import type { Kysely, Transaction } from 'kysely'
import { type MediaDetails, OPEN_STATUSES } from '../../../contracts/media.ts'
import { OutsideError } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import { readMovie, readTv, reachesTmdb } from '../seerr/media.ts'
import { versionOf } from '../seerr/version.ts'
import { type Away, notice, seerrDownSince } from './away.ts'
import { type Kept, toKept, visible, withOurs } from './details.ts'
import { type Asking, atLeast, inLibrary } from './in-library.ts'
import { knownRequests } from './marks.ts'
import { fromDetails, keyOf, remember, toBare, type TitleRow } from './titles.ts'

interface Context extends Asking {
  readonly db: Kysely<RequestTables>
  readonly signal: AbortSignal
  readonly meta: { userId: string | null; role: string | null }
  now(): Date
  write<R>(work: (tx: Transaction<RequestTables>) => Promise<R>): Promise<R>
}

export interface Notes {
  up(tx: Transaction<RequestTables>): Promise<void>
  down(tx: Transaction<RequestTables>, message: string): Promise<void>
}

export type Found =
  | { is: 'found'; details: MediaDetails }
  /** TMDB has no such title. */
  | { is: 'unknown' }
  /** Nobody can say now, and nothing was kept; in words. */
  | { is: 'silent'; message: string }

const PATIENCE_MS = 8000
const SHOWN = 'this is what was last known of it.'

/**
 * A film or series with what the house has of it. While Seerr or TMDB does not answer, what was kept of it, with its age.
 * Seerr answers alike for a number that nobody has and while it reaches no TMDB.
 */
export async function titlePage(
  ctx: Context,
  notes: Notes,
  seerr: Seerr,
  mediaType: 'movie' | 'tv',
  tmdbId: number,
): Promise<Found> {
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
  const patience = { signal, timeoutMs: PATIENCE_MS }
  const place = { mediaType, mediaId: String(tmdbId) }
  try {
    const [found, version] = await Promise.all([
      (mediaType === 'movie' ? readMovie : readTv)(seerr, tmdbId, patience),
      versionOf(seerr, signal),
    ])
    const downSince = await seerrDownSince(ctx.db)
    if (!found) {
      if (downSince) await ctx.write((tx) => notes.up(tx))
      if (await reachesTmdb(seerr, patience)) return { is: 'unknown' }
      return kept({ who: 'TMDB', since: null }, 'Seerr reaches TMDB no longer. Try again later.')
    }
    const whole = toKept(mediaType, found, version.offers4k[mediaType], ctx.now())
    await ctx.write(async (tx) => {
      await remember(tx, [fromDetails(mediaType, found, whole)])
      if (downSince) await notes.up(tx)
    })
    return { is: 'found', details: await shown(whole, null) }
  } catch (error) {
    if (!(error instanceof OutsideError) && !(signal.aborted && !ctx.signal.aborted)) throw error
    const message = error instanceof OutsideError ? error.message : 'Seerr answers too slowly.'
    await ctx.write((tx) => notes.down(tx, message))
    return kept({ who: 'Seerr', since: await seerrDownSince(ctx.db) }, message)
  }

  async function shown(whole: Kept, word: string | null): Promise<MediaDetails> {
    const [byTitle, inPlex] = await Promise.all([
      knownRequests(ctx.db, [place], ctx.meta.userId),
      inLibrary(ctx, [place]),
    ])
    const playUrl = inPlex.get(keyOf(place)) ?? null
    const known = byTitle.values().next().value ?? []
    const [first] = known.filter(({ status }) => (OPEN_STATUSES as readonly string[]).includes(status))
    const rows = await ctx.db
      .selectFrom('request')
      .select(['status', 'is4k', 'seasons'])
      .where('media_type', '=', mediaType)
      .where('media_id', '=', place.mediaId)
      .execute()
    const open = rows.filter(({ status, is4k }) => !is4k && (OPEN_STATUSES as readonly string[]).includes(status))
    return {
      ...whole,
      available: word === null ? whole.available : atLeast(whole.available, mediaType, playUrl !== null),
      seasons: withOurs(whole.seasons, new Set(open.flatMap(({ seasons }) => seasons))),
      request: first ? { id: first.id, status: first.status, is4k: first.is4k, mine: first.mine } : null,
      requests: visible(known, ctx.meta.role === 'admin'),
      playUrl,
      notice: word,
    }
  }

  async function kept(away: Away, message: string): Promise<Found> {
    const row = await ctx.db
      .selectFrom('media')
      .selectAll()
      .where('media_type', '=', mediaType)
      .where('media_id', '=', place.mediaId)
      .executeTakeFirst()
    if (!row) return { is: 'silent', message }
    const whole = row.details ? (row.details as unknown as Kept) : withoutDetails(row)
    return { is: 'found', details: await shown(whole, notice(away, ctx.now(), SHOWN)) }
  }
}

/** What a list of results told of a title that nobody opened yet. */
const withoutDetails = (row: TitleRow): Kept => ({
  ...toBare(row),
  available: 'no',
  available4k: 'no',
  blocklisted: false,
  originalTitle: null,
  tagline: null,
  releaseDate: row.release_date,
  runtimeMinutes: row.runtime_minutes,
  genres: row.genres,
  backdropId: null,
  cast: [],
  seasons: [],
  offers4k: false,
  tvdbId: row.tvdb_id,
  asOf: row.seen_at.toISOString(),
})
