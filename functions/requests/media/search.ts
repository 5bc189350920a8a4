import { UpstreamTurned } from '../../../contracts/media-requests.ts'
import { SearchMedia } from '../../../contracts/media.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { connectionToLidarr, noLidarr } from '../music/connected.ts'
import { searchMusic } from '../music/search-albums.ts'
import type { Seerr } from '../seerr/client.ts'
import { connectionTo } from '../seerr/connected.ts'
import { type FoundPage, reachesTmdb, search, trending } from '../seerr/media.ts'
import type { SearchResult } from '../seerr/shapes.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { type Away, notConnected, notice, seerrDownSince } from './away.ts'
import { lookBeside } from './beside.ts'
import { atLeast, inLibrary } from './in-library.ts'
import { knownRequests, marksBySeerr, marksByUs } from './marks.ts'
import { PAGE_SIZE, remembered } from './memory.ts'
import { fromResult, keyOf, remember, toBare } from './titles.ts'

/** Whoever types waits no longer for a Seerr that does not answer. */
const PATIENCE_MS = 8000
/** TMDB gives no more pages than this. */
const LAST_PAGE = 500

const MEMORY = 'these are titles that were seen here before. What you ask for now is kept and goes out when it is back.'

export default defineFunction({
  name: 'requests.search',
  summary: 'Looks for titles at Seerr and MusicBrainz, and among those seen before while they do not answer.',
  domain: requests,
  acts: SearchMedia,
  calls: [GetConnection, FindInLibrary],
  emits: [UpstreamTurned],
  timeout: '15s',
  async run({ query, page, type }, ctx) {
    if (type === 'music') {
      const music = await connectionToLidarr(ctx)
      if (music.is !== 'connected') return ctx.refuse('CONFLICT', noLidarr(music.is, ctx.meta.role === 'admin'))
      return searchMusic(ctx, music.lidarr, { query, page })
    }
    const connection = await connectionTo(ctx)
    if (connection.is !== 'connected') return ctx.refuse('CONFLICT', notConnected(connection.is, ctx.meta.role))
    const { seerr } = connection
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      const asked = await ask(seerr, signal)
      return asked === null ? await fromMemory({ who: 'TMDB', since: null }) : await shown(asked)
    } catch (error) {
      if (!(error instanceof OutsideError) && !(signal.aborted && !ctx.signal.aborted)) throw error
      const message = error instanceof OutsideError ? error.message : 'Seerr answers too slowly.'
      await ctx.write((tx) => noteDown(tx, 'seerr', message, (turned) => ctx.emit(UpstreamTurned, turned)))
      return await fromMemory({ who: 'Seerr', since: await seerrDownSince(ctx.db) })
    }

    /** Null while Seerr reaches no TMDB: it finds nothing then, and says so about trending titles only. */
    async function ask(at: Seerr, within: AbortSignal): Promise<FoundPage | null> {
      const patience = { signal: within, timeoutMs: PATIENCE_MS }
      const asked =
        query === ''
          ? await trending(at, page, patience).catch((error: unknown) => {
              if (error instanceof OutsideError && error.status === 500) return null
              throw error
            })
          : await search(at, query, page, patience)
      if (asked && (asked.results.length > 0 || asked.totalResults > 0)) return asked
      return asked && (await reachesTmdb(at, patience)) ? asked : null
    }

    async function shown(asked: FoundPage) {
      const results = asked.results.filter((one) => type === 'all' || one.mediaType === type)
      const titles = results.map(fromResult)
      const places = results.map((one) => ({ mediaType: one.mediaType, mediaId: String(one.id) }))
      const { known, written, downSince } = await lookBeside(ctx.db, places, ctx.meta.userId)
      const news = titles.filter((one) => !written.has(keyOf({ mediaType: one.media_type, mediaId: one.media_id })))
      if (news.length > 0 || downSince)
        await ctx.write(async (tx) => {
          await remember(tx, news)
          if (downSince) await noteUp(tx, 'seerr', (turned) => ctx.emit(UpstreamTurned, turned))
        })
      const totalPages = Math.min(asked.totalPages, LAST_PAGE)
      return {
        items: results.map((one, i) => ({
          ...toBare(titles[i]!),
          ...marksBySeerr(one.mediaInfo, known.get(placeKey(one))),
        })),
        page,
        totalPages,
        totalResults: asked.totalResults,
        nextCursor: page < totalPages ? String(page + 1) : null,
        source: 'seerr' as const,
        notice: null,
      }
    }

    async function fromMemory(away: Away) {
      const { rows, total } = await remembered(ctx.db, { query, type, page })
      const places = rows.map((row) => ({ mediaType: row.media_type, mediaId: row.media_id }))
      const [known, inPlex] = await Promise.all([
        knownRequests(ctx.db, places, ctx.meta.userId),
        inLibrary(ctx, places),
      ])
      const totalPages = Math.min(Math.max(1, Math.ceil(total / PAGE_SIZE)), LAST_PAGE)
      const marksOf = (row: (typeof rows)[number]) => {
        const key = keyOf({ mediaType: row.media_type, mediaId: row.media_id })
        const marks = marksByUs(known.get(key), row.details ?? {})
        return { ...marks, available: atLeast(marks.available, row.media_type, inPlex.has(key)) }
      }
      return {
        items: rows.map((row) => ({ ...toBare(row), ...marksOf(row) })),
        page,
        totalPages,
        totalResults: total,
        nextCursor: page < totalPages ? String(page + 1) : null,
        source: 'memory' as const,
        notice: notice(away, ctx.now(), MEMORY),
      }
    }
  },
})

const placeKey = ({ mediaType, id }: SearchResult): string => keyOf({ mediaType, mediaId: String(id) })
