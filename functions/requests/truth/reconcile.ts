import { IssueMoved } from '../../../contracts/media-issues.ts'
import { DriftFound, Reconcile, RequestMoved, UpstreamTurned } from '../../../contracts/media-requests.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { seerrOf } from '../seerr/connected.ts'
import { noteDown, noteUp } from '../upstream.ts'
import { isDown } from './down.ts'
import { readIssues } from './issue-pass.ts'
import { claim, type Progress, release } from './mark.ts'
import { readNews, readOpen, readTitles, readWhole } from './passes.ts'
import type { Reader } from './reader.ts'

/** After this a run begins no more pages. */
const LONGEST_MS = 30_000
/** How old the last whole pass may be. */
const WHOLE_EVERY_MS = 86_400_000
const MOST_TITLES = 25

const NOTHING = { more: false, busy: false, failed: null, read: 0, changed: 0 }

export default defineFunction({
  name: 'requests.reconcile',
  summary: 'Reads at Seerr what changed since the last time, what is open, and all of it once a day.',
  domain: requests,
  acts: Reconcile,
  calls: [GetConnection, GetStandings],
  emits: [RequestMoved, DriftFound, UpstreamTurned, IssueMoved],
  timeout: '2m',
  async run({ because, whole }, ctx) {
    const seerr = await seerrOf(ctx)
    if (!seerr) return NOTHING
    const progress = await ctx.write(claim)
    if (!progress) return { ...NOTHING, busy: true }
    const ends = performance.now() + LONGEST_MS
    const reader: Reader = {
      ctx,
      seerr,
      foundBy: because,
      announce: (moved) => ctx.emit(RequestMoved, moved),
      tellDrift: (drift) => ctx.emit(DriftFound, drift),
      isOver: () => ctx.signal.aborted || performance.now() > ends,
      titlesLeft: MOST_TITLES,
      read: 0,
      changed: 0,
      seen: new Set(),
    }
    let more = false
    let failed: string | null = null
    try {
      more = await readAll(reader, progress, whole)
      await ctx.write((tx) => noteUp(tx, 'seerr', (turned) => ctx.emit(UpstreamTurned, turned)))
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      failed = error.message
      if (isDown(error)) {
        await ctx.write((tx) => noteDown(tx, 'seerr', error.message, (turned) => ctx.emit(UpstreamTurned, turned)))
      }
    } finally {
      await ctx.write((tx) => release(tx, progress))
    }
    return { more, busy: false, failed, read: reader.read, changed: reader.changed }
  },
})

/** True when all of it was begun to be read and is not through. */
async function readAll(reader: Reader, progress: Progress, whole: boolean): Promise<boolean> {
  const beganAt = new Date()
  const age = beganAt.getTime() - (progress.wholeAt?.getTime() ?? 0)
  const isKnown = await readNews(reader, progress)
  const isDue = whole || !isKnown || progress.pass !== null || age > WHOLE_EVERY_MS
  const isThrough = !isDue || (await readWhole(reader, progress, beganAt))
  await readOpen(reader, progress)
  const areIssuesThrough = await readIssues(reader, progress, isDue)
  await readTitles(reader)
  return !isThrough || !areIssuesThrough
}
