import { GetMovie } from '../../../contracts/media.ts'
import { UpstreamTurned } from '../../../contracts/media-requests.ts'
import { FindInLibrary } from '../../../contracts/plex-library.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { connectionTo } from '../seerr/connected.ts'
import { plainly } from '../story/plainly.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { notConnected } from './away.ts'
import { titlePage } from './title-page.ts'

export default defineFunction({
  name: 'requests.movie',
  summary: 'Gives a film with what the house has of it.',
  domain: requests,
  acts: GetMovie,
  calls: [GetConnection, FindInLibrary],
  emits: [UpstreamTurned],
  timeout: '15s',
  async run({ id }, ctx) {
    const connection = await connectionTo(ctx)
    if (connection.is !== 'connected') return ctx.refuse('CONFLICT', notConnected(connection.is, ctx.meta.role))
    const notes = {
      up: (tx: Parameters<typeof noteUp>[0]) => noteUp(tx, 'seerr', (turned) => ctx.emit(UpstreamTurned, turned)),
      down: (tx: Parameters<typeof noteUp>[0], message: string) =>
        noteDown(tx, 'seerr', message, (turned) => ctx.emit(UpstreamTurned, turned)),
    }
    const found = await titlePage(ctx, notes, connection.seerr, 'movie', id)
    if (found.is === 'unknown') return ctx.refuse('NOT_FOUND', 'TMDB has no film under this number.')
    if (found.is === 'silent') return ctx.refuse('UPSTREAM_FAILED', plainly(found.message, ctx.meta))
    return found.details
  },
})
