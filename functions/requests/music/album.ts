import { GetAlbum, type MediaDetails } from '../../../contracts/media.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { type Kept, visible } from '../media/details.ts'
import { knownRequests } from '../media/marks.ts'
import { keyOf, remember, toBare, type TitleRow } from '../media/titles.ts'
import { whySilent } from './away.ts'
import { connectionToLidarr, noLidarr } from './connected.ts'
import { inLidarr } from './in-lidarr.ts'
import { musicBrainzPlace, readAlbum } from './musicbrainz.ts'
import { marksOf } from './search-albums.ts'
import type { ReleaseGroup } from './shapes.ts'
import { fromReleaseGroup, genresOf, NOT_OF_MUSIC, withDetails } from './titles.ts'

const PATIENCE_MS = 6000
/** An album changes rarely, and MusicBrainz is asked once a second at most. */
const FRESH_MS = 86_400_000
const SHOWN = 'This is what was last known of it.'

export default defineFunction({
  name: 'requests.album',
  summary: 'Gives an album with what the house has of it.',
  domain: requests,
  acts: GetAlbum,
  calls: [GetConnection],
  timeout: '15s',
  async run({ id }, ctx) {
    const connection = await connectionToLidarr(ctx)
    if (connection.is !== 'connected') return ctx.refuse('CONFLICT', noLidarr(connection.is, ctx.meta.role === 'admin'))
    const row = await ctx.db
      .selectFrom('media')
      .selectAll()
      .where('media_type', '=', 'music')
      .where('media_id', '=', id)
      .executeTakeFirst()
    const before = row?.details ? (row.details as unknown as Kept) : null
    if (before && ctx.now().getTime() - Date.parse(before.asOf) < FRESH_MS)
      // what MusicBrainz said is as good as new, and the rest is asked now
      return shown({ ...before, asOf: ctx.now().toISOString() }, null)
    const timeout = AbortSignal.timeout(PATIENCE_MS)
    try {
      const asking = { signal: AbortSignal.any([ctx.signal, timeout]) }
      const found = await readAlbum(ctx.provided(musicBrainzPlace), id, asking)
      if (!found) return ctx.refuse('NOT_FOUND', 'MusicBrainz has no album under this id.')
      const kept = toKept(found, ctx.now())
      await ctx.write((tx) => remember(tx, [withDetails(found, kept)]))
      return await shown(kept, null)
    } catch (error) {
      ctx.signal.throwIfAborted()
      const why = whySilent(error, timeout.aborted)
      if (why === null) throw error
      if (!row) return ctx.refuse('UPSTREAM_FAILED', `${why} Try again in a moment.`)
      return await shown(before ?? withoutDetails(row), `${why} ${SHOWN}`)
    }

    async function shown(kept: Kept, notice: string | null): Promise<MediaDetails> {
      const place = { mediaType: 'music' as const, mediaId: id }
      const lidarr = connection.is === 'connected' ? connection.lidarr : null
      const [known, there, played] = await Promise.all([
        knownRequests(ctx.db, [place], ctx.meta.userId),
        lidarr && inLidarr(lidarr, [id], ctx.signal),
        ctx.db
          .selectFrom('request')
          .select('play_url')
          .where('media_type', '=', 'music')
          .where('media_id', '=', id)
          .where('play_url', 'is not', null)
          .limit(1)
          .executeTakeFirst(),
      ])
      const own = known.get(keyOf(place)) ?? []
      return {
        ...kept,
        ...marksOf(own, there?.get(id)),
        requests: visible(own, ctx.meta.role === 'admin'),
        playUrl: played?.play_url ?? null,
        notice,
      }
    }
  },
})

const toKept = (found: ReleaseGroup, now: Date): Kept => {
  const title = fromReleaseGroup(found)
  return {
    ...toBare(title),
    ...NOT_OF_MUSIC,
    cast: [],
    seasons: [],
    available: 'no',
    // that it is an album everybody sees
    tagline: found['primary-type'] === 'Album' ? null : (found['primary-type'] ?? null),
    releaseDate: title.release_date ?? null,
    genres: genresOf(found),
    asOf: now.toISOString(),
  }
}

/** What a list of results told of an album that nobody opened yet. */
const withoutDetails = (row: TitleRow): Kept => ({
  ...toBare(row),
  ...NOT_OF_MUSIC,
  cast: [],
  seasons: [],
  available: 'no',
  releaseDate: row.release_date,
  genres: row.genres,
  asOf: row.seen_at.toISOString(),
})
