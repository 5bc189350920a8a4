import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf } from '../../../contracts/define.ts'
import type { Availability, SearchMedia } from '../../../contracts/media.ts'
import type { Provided } from '../../../bus/index.ts'
import type { Arr } from '../arr/client.ts'
import type { RequestTables } from '../domain.ts'
import { type Known, knownRequests, marksByUs } from '../media/marks.ts'
import { PAGE_SIZE, remembered } from '../media/memory.ts'
import { keyOf, type NewTitle, remember, toBare, writtenToday } from '../media/titles.ts'
import { whySilent } from './away.ts'
import { inLidarr } from './in-lidarr.ts'
import { ALBUMS_A_PAGE, musicBrainzPlace, searchAlbums } from './musicbrainz.ts'
import { fromReleaseGroup } from './titles.ts'

export interface MusicContext {
  readonly db: Kysely<RequestTables>
  readonly signal: AbortSignal
  readonly meta: { userId: string | null; role: string | null }
  provided<T>(place: Provided<T>): T
  write<R>(work: (tx: Transaction<RequestTables>) => Promise<R>): Promise<R>
}

type Result = AnswerOf<typeof SearchMedia>

/** With its wait for a turn; whoever types waits no longer. */
const PATIENCE_MS = 6000
const LAST_PAGE = 500
const MEMORY = 'These are albums that were seen here before.'

/** Albums of MusicBrainz that fit, with what Lidarr has of them; among those seen before while it cannot be asked. */
export async function searchMusic(
  ctx: MusicContext,
  lidarr: Arr,
  { query, page }: { query: string; page: number },
): Promise<Result> {
  // there is no list of what is trending
  if (query === '') return fromMemory(ctx, lidarr, { query, page }, null)
  const timeout = AbortSignal.timeout(PATIENCE_MS)
  try {
    const asking = { signal: AbortSignal.any([ctx.signal, timeout]), by: ctx.meta.userId }
    const { count, 'release-groups': found } = await searchAlbums(ctx.provided(musicBrainzPlace), query, page, asking)
    const titles = [...new Map(found.map((one) => [one.id, fromReleaseGroup(one)])).values()]
    const written = await writtenToday(ctx.db, titles)
    const news = titles.filter((one) => !written.has(keyOf({ mediaType: 'music', mediaId: one.media_id })))
    if (news.length > 0) await ctx.write((tx) => remember(tx, news))
    const totalPages = Math.min(Math.max(1, Math.ceil(count / ALBUMS_A_PAGE)), LAST_PAGE)
    return {
      items: await marked(ctx, lidarr, titles),
      ...pages(page, totalPages, count),
      source: 'musicbrainz',
      notice: null,
    }
  } catch (error) {
    ctx.signal.throwIfAborted()
    const why = whySilent(error, timeout.aborted)
    if (why === null) throw error
    return fromMemory(ctx, lidarr, { query, page }, why)
  }
}

const pages = (page: number, totalPages: number, totalResults: number) => ({
  page,
  totalPages,
  totalResults,
  nextCursor: page < totalPages ? String(page + 1) : null,
})

async function fromMemory(
  ctx: MusicContext,
  lidarr: Arr,
  { query, page }: { query: string; page: number },
  why: string | null,
): Promise<Result> {
  const { rows, total } = await remembered(ctx.db, { query, type: 'music', page })
  const totalPages = Math.min(Math.max(1, Math.ceil(total / PAGE_SIZE)), LAST_PAGE)
  return {
    items: await marked(ctx, lidarr, rows),
    ...pages(page, totalPages, total),
    source: 'memory',
    notice: why === null ? null : `${why} ${MEMORY}`,
  }
}

async function marked(ctx: MusicContext, lidarr: Arr, titles: readonly Omit<NewTitle, 'details'>[]) {
  const places = titles.map((one) => ({ mediaType: 'music' as const, mediaId: one.media_id }))
  const [known, there] = await Promise.all([
    knownRequests(ctx.db, places, ctx.meta.userId),
    inLidarr(
      lidarr,
      places.map(({ mediaId }) => mediaId),
      ctx.signal,
    ),
  ])
  return titles.map((one, index) => ({
    ...toBare(one),
    ...marksOf(known.get(keyOf(places[index]!)), there.get(one.media_id)),
  }))
}

/** By Lidarr's word where it said one, else as far as our own requests tell. */
export const marksOf = (known: readonly Known[] | undefined, there: Availability | undefined) => ({
  ...marksByUs(known),
  ...(there === undefined ? {} : { available: there }),
})
