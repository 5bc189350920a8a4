import { RequestMoved, RequestProgress, RetryRequest, UpstreamTurned } from '../../../contracts/media-requests.ts'
import { FindAlbums, FindInLibrary } from '../../../contracts/plex-library.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { Settings } from '../../../contracts/settings-schema.ts'
import { defineFunction } from '../../../bus/index.ts'
import { arrOf, type Asks } from '../arr/connected.ts'
import { clientsOf } from '../clients/connected.ts'
import { requests } from '../domain.ts'
import { advance } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { type Brought, decide } from './decide.ts'
import { findInPlex } from './find-in-plex.ts'
import { type Look, lookAt, type OpenRow, type Service } from './look.ts'
import { readOpen } from './read-open.ts'

/** Everything outside is asked within this time, so that a look is over before the next begins. */
const LOOK_MS = 10_000
/** More is written with the next look. */
const CHANGES_MOST = 150

const SERVICES = { movie: 'radarr', tv: 'sonarr', music: 'lidarr' } as const satisfies Record<string, Service>
const TITLES: Record<Service, string> = { radarr: 'Radarr', sonarr: 'Sonarr', lidarr: 'Lidarr' }

const serviceOf = ({ media_type: type }: RequestRow): Service => SERVICES[type]

export default defineFunction({
  name: 'requests.follow',
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
    const services = Object.values(SERVICES)
    const upstream = await ctx.db.selectFrom('upstream').selectAll().where('name', 'in', services).execute()
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(LOOK_MS)])
    const [looks, inPlex] = await Promise.all([
      look(ctx, rows, upstream, now, signal),
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
        ground: { title: TITLES[service], well: found?.well ?? true, budget: settings.retryBudget, now },
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
        if (retry) ctx.emit(RetryRequest, { id: row.id })
        if (after && (after.percent !== row.percent || after.eta_at?.getTime() !== row.eta_at?.getTime()))
          moved.push(after)
      }
    })
    for (const { id, percent, eta_at: eta } of moved)
      if (percent !== null) ctx.live(RequestProgress, { requestId: id, percent, etaAt: eta?.toISOString() ?? null })
  },
})

type Upstream = NonNullable<Parameters<typeof lookAt>[0]['known']>

async function look(
  ctx: Asks,
  rows: readonly OpenRow[],
  upstream: readonly Upstream[],
  now: Date,
  signal: AbortSignal,
): Promise<Look[]> {
  let asked: ReturnType<typeof clientsOf> | undefined
  const clients = () => (asked ??= clientsOf(ctx))
  const looks = Object.values(SERVICES).map(async (service) => {
    // the second version of a title is another server's, which nobody connects here
    const own = rows.filter((row) => serviceOf(row) === service && !row.is4k)
    const onTheirWay = own.filter(({ status }) => status === 'processing' || status === 'partial')
    const asksHealth = own.some(({ status }) => status === 'failed')
    if (onTheirWay.length === 0 && !asksHealth) return null
    const arr = await arrOf(ctx, service)
    const known = upstream.find(({ name }) => name === service)
    return arr && (await lookAt({ arr, rows: onTheirWay, asksHealth, known, clients, now, signal }))
  })
  return (await Promise.all(looks)).filter((one) => one !== null)
}

/** Whether what is noted of a service changes: it is away, back, or its history is read further. */
function isNews({ service, failure, watermark, url }: Look, upstream: readonly Upstream[]): boolean {
  const known = upstream.find(({ name }) => name === service)
  if (failure !== null) return known?.message !== failure
  if (!known || known.down_since !== null || known.state['url'] !== url) return true
  return known.watermark?.getTime() !== watermark?.getTime()
}
