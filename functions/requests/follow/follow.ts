import { RequestMoved, RequestProgress, RetryRequest, UpstreamTurned } from '../../../contracts/media-requests.ts'
import { FindAlbums, FindInLibrary } from '../../../contracts/plex-library.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { Settings } from '../../../contracts/settings-schema.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { advance } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { type Brought, decide } from './decide.ts'
import { findInPlex } from './find-in-plex.ts'
import type { Look } from './look.ts'
import { ALL_SERVICES, lookAround, serviceOf, TITLES, type Upstream } from './look-around.ts'
import { hasProgressed, progressToTell } from './progress.ts'
import { readOpen } from './read-open.ts'

/** Everything outside is asked within this time, so that a look is over before the next begins. */
const LOOK_MS = 10_000
/** More is written with the next look. */
const CHANGES_MOST = 150

const NAME = 'requests.follow'

export default defineFunction({
  name: NAME,
  summary: 'Looks how far what is on its way is, why it is late, and hands on again what failed.',
  domain: requests,
  every: '15s',
  timeout: '30s',
  concurrency: { perProcess: 1 },
  emits: [RequestMoved, UpstreamTurned, RetryRequest],
  calls: [GetConnection, FindInLibrary, FindAlbums],
  async run(_slot, ctx) {
    const rows = await readOpen(ctx.db, ctx.now())
    if (rows.length === 0) return
    const now = ctx.now()
    const settings = ((await ctx.state(CurrentSettings).get('current'))?.values ?? Settings.parse({})).requests
    const upstream = await ctx.db.selectFrom('upstream').selectAll().where('name', 'in', ALL_SERVICES).execute()
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(LOOK_MS)])
    const [looks, inPlex] = await Promise.all([
      lookAround(ctx, { rows, upstream, closely: false, now, signal }),
      findInPlex(rows, {
        titles: (kind, tmdbIds) => ctx.call(FindInLibrary, { kind, tmdbIds }),
        albums: (albums) => ctx.call(FindAlbums, { albums }),
      }),
    ])
    ctx.signal.throwIfAborted()

    const broughtFor = (row: RequestRow): Brought => {
      const service = serviceOf(row)
      const found = looks.find((one) => one.service === service)
      return {
        view: found?.views.get(row.id),
        inPlex: inPlex.get(row.id),
        // whether something that is not connected here is well is for Seerr to find out
        ground: { title: TITLES[service], well: row.is4k || (found?.well ?? true), budget: settings.retryBudget, now },
        patience: { now, lateAfterHours: settings.lateAfterHours },
      }
    }
    const changes = rows.filter((row) => decide(row, broughtFor(row)) !== null)
    const changing = changes.slice(0, CHANGES_MOST)
    // what is not written now must be read again
    const isCut = changes.length > CHANGES_MOST
    const turned = looks.filter((one) => isNews(one, upstream))
    if (changing.length === 0 && turned.length === 0) return

    const moved: RequestRow[] = []
    await ctx.write(async (tx) => {
      for (const one of turned) {
        const { service, failure, watermark, url } = one
        if (failure === null) await noteUp(tx, service, (data) => ctx.emit(UpstreamTurned, data))
        else await noteDown(tx, service, failure, (data) => ctx.emit(UpstreamTurned, data))
        if (failure !== null || isCut) continue
        await tx.updateTable('upstream').set({ watermark, state: { url } }).where('name', '=', service).execute()
      }
      for (const row of changing) {
        let retry = false
        const after = await advance(
          tx,
          row.id,
          (locked) => {
            const decided = decide(locked, broughtFor(row))
            retry = decided?.retry ?? false
            return decided?.change ?? null
          },
          (data) => ctx.emit(RequestMoved, data),
        )
        if (retry) ctx.emit(RetryRequest, { id: row.id }, { actor: `function:${NAME}` })
        if (after && hasProgressed(row, after)) moved.push(after)
      }
    })
    for (const one of moved) ctx.live(RequestProgress, progressToTell(one))
  },
})

/** Whether what is noted of a service changes: it is away, back, or its history is read further. */
function isNews({ service, failure, watermark, url }: Look, upstream: readonly Upstream[]): boolean {
  const known = upstream.find(({ name }) => name === service)
  if (failure !== null) return known?.message !== failure
  if (!known || known.down_since !== null || known.state['url'] !== url) return true
  return known.watermark?.getTime() !== watermark?.getTime()
}
