import { ItemAdded } from '../../../contracts/library.ts'
import { RequestMoved } from '../../../contracts/media-requests.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { defineFunction, Refused } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { advance } from '../story/advance.ts'
import { matchingOf } from './match-plex.ts'
import { matchingRows } from './matching-rows.ts'
import { decideInPlex, playUrlOf } from './plex.ts'

export default defineFunction({
  name: 'requests.in-plex',
  summary: 'Notes that what was asked for is in Plex, as soon as Plex has confirmed it.',
  domain: requests,
  on: ItemAdded,
  emits: [RequestMoved],
  calls: [FindInLibrary],
  async run(item, ctx) {
    const matching = item.confirmed ? matchingOf(item) : null
    if (!matching || item.serverId === null) return
    const rows = await matchingRows(ctx.db, matching)
    if (rows.length === 0) return
    const at = new Date(item.occurredAt)
    const own = { ratingKey: item.ratingKey, playUrl: playUrlOf(item.serverId, item.ratingKey) }
    // a season and an episode have numbers of their own; what is opened is the series
    const shows = new Map<number, typeof own>()
    if (!matching.isWhole) {
      const tmdbIds = [...new Set(rows.map(({ media_id: id }) => Number(id)))]
      const found = await ctx.call(FindInLibrary, { kind: 'show', tmdbIds }).catch((error: unknown) => {
        if (error instanceof Refused) return { items: [] }
        throw error
      })
      for (const { tmdbId, ratingKey, playUrl } of found.items) shows.set(tmdbId, { ratingKey, playUrl })
    }
    await ctx.write(async (tx) => {
      for (const { id } of rows) {
        await advance(
          tx,
          id,
          (row) => {
            const known = row.rating_key && row.play_url ? { ratingKey: row.rating_key, playUrl: row.play_url } : null
            const place = matching.isWhole ? own : (shows.get(Number(row.media_id)) ?? known ?? own)
            return decideInPlex(row, { ...place, at, season: matching.season }, ctx.now())
          },
          (moved) => ctx.emit(RequestMoved, moved),
        )
      }
    })
  },
})
