import { RequestMoved, RequestProgress } from '../../../contracts/media-requests.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { CurrentSettings } from '../../../contracts/settings.ts'
import { Settings } from '../../../contracts/settings-schema.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { advance } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'
import { decideFollowed } from './decide-followed.ts'
import { ALL_SERVICES, lookAround } from './look-around.ts'
import { hasProgressed, progressToTell } from './progress.ts'
import { readMoving } from './read-open.ts'

const LOOK_MS = 4000
/** The slots in which `requests.follow` looks at everything. */
const WHOLE_MS = 15_000

export default defineFunction({
  name: 'requests.follow-closely',
  summary: 'Looks how far what moves at this moment is, between two looks at everything.',
  domain: requests,
  every: '5s',
  timeout: '10s',
  concurrency: { perProcess: 1 },
  emits: [RequestMoved],
  calls: [GetConnection],
  async run({ at }, ctx) {
    if (at.getTime() % WHOLE_MS === 0) return
    const rows = await readMoving(ctx.db, ctx.now())
    if (rows.length === 0) return
    const now = ctx.now()
    const upstream = await ctx.db.selectFrom('upstream').selectAll().where('name', 'in', ALL_SERVICES).execute()
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(LOOK_MS)])
    const looks = await lookAround(ctx, { rows, upstream, closely: true, now, signal })
    ctx.signal.throwIfAborted()
    const settings = ((await ctx.state(CurrentSettings).get('current'))?.values ?? Settings.parse({})).requests
    const patience = { now, lateAfterHours: settings.lateAfterHours }
    // who does not answer is for the look at everything to note, and how far the history is read as well
    const views = new Map(looks.filter(({ failure }) => failure === null).flatMap((look) => [...look.views]))
    const decide = (row: RequestRow) => {
      const view = views.get(row.id)
      return view && ['processing', 'partial'].includes(row.status) ? decideFollowed(row, view, patience) : null
    }
    const changing = rows.filter((row) => decide(row) !== null)
    if (changing.length === 0) return
    const moved: RequestRow[] = []
    await ctx.write(async (tx) => {
      for (const row of changing) {
        const after = await advance(tx, row.id, decide, (data) => ctx.emit(RequestMoved, data))
        if (after && hasProgressed(row, after)) moved.push(after)
      }
    })
    for (const one of moved) ctx.live(RequestProgress, progressToTell(one))
  },
})
