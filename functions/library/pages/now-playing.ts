import { ListNowPlaying } from '../../../contracts/plex-library.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { contextOf } from '../about.ts'
import { library } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { SENTENCE } from '../people/viewer.ts'
import { plexServer } from '../plex/server.ts'
import type { Session } from '../plex/shapes.ts'
import { keyOf, toItem } from '../plex/to-item.ts'
import { showItem, shownFor, type ShownRow } from './show-item.ts'

const STATES = ['playing', 'paused', 'buffering'] as const

export default defineFunction({
  name: 'library.now-playing',
  summary: 'Tells who is watching what at the moment.',
  domain: library,
  acts: ListNowPlaying,
  calls: [GetConnection],
  timeout: '12s',
  async run(_input, ctx) {
    const house = await connectedHouse(ctx)
    if (!house) return ctx.refuse('CONFLICT', SENTENCE.unconnected)
    const sessions = await plexServer({ ...house, signal: ctx.signal, timeoutMs: 5000 })
      .sessions()
      .catch((error: unknown) => {
        if (error instanceof OutsideError) return ctx.refuse('UPSTREAM_FAILED', error.message)
        throw error
      })
    const keys = sessions.flatMap(({ ratingKey }) => keyOf(ratingKey) ?? [])
    const rows = (await ctx.db
      .selectFrom('item')
      .select(shownFor(null))
      .where('rating_key', 'in', [...keys, ''])
      .execute()) as ShownRow[]
    const items = sessions.map((session, place) => {
      const row = rows.find(({ rating_key }) => rating_key === session.ratingKey)
      return {
        id: session.Session.id ?? session.sessionKey ?? String(place),
        item: row ? showItem(row) : null,
        ...told(session),
      }
    })
    return { items, nextCursor: null }
  },
})

function told(session: Session) {
  const { User, Player, Session: stream, viewOffset, duration } = session
  const row = toItem(session, '')
  return {
    title: session.title ?? 'Something',
    context: row && contextOf(row),
    person: User.title ?? 'Somebody',
    player: Player.title,
    state: STATES.find((state) => state === Player.state) ?? 'playing',
    progressPercent:
      viewOffset !== null && duration ? Math.min(100, Math.round((viewOffset / duration) * 1000) / 10) : null,
    how: howOf(session),
    bandwidthKbps: stream.bandwidth,
    local: stream.location === null ? Player.local : stream.location === 'lan',
  }
}

/** Several versions of a file may stand there: the one that is played is marked. */
function howOf({ TranscodeSession, Media }: Session): 'direct' | 'copy' | 'transcode' | null {
  const part = (Media.find(({ selected }) => selected) ?? Media[0])?.Part[0]
  const decision = TranscodeSession.videoDecision ?? part?.decision ?? null
  if (decision === 'directplay') return 'direct'
  return decision === 'copy' || decision === 'transcode' ? decision : null
}
