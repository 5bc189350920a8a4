import { TakeFromKuma, SourceFound } from '../../../contracts/kuma.ts'
import {
  CauseChanged,
  MonitorAdded,
  MonitorRemoved,
  MonitorUpdated,
  type Service,
  StatusChanged,
} from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { showTiles } from '../board.ts'
import { status } from '../domain.ts'
import { lockRecording } from '../record.ts'
import { hold, noteFound } from './lease.ts'
import { giveBack, notAmong, silence } from './silence.ts'
import { SOURCE } from './source.ts'
import { takeBeats } from './take-beats.ts'
import { takeMonitors } from './take-monitors.ts'
import { tilesOf } from './tiles-of.ts'

export default defineFunction({
  name: 'status.take-from-kuma',
  summary: 'Puts what Uptime Kuma says on the board, for as long as whoever heard it is the one to follow it.',
  domain: status,
  acts: TakeFromKuma,
  emits: [MonitorAdded, MonitorUpdated, MonitorRemoved, StatusChanged, CauseChanged, SourceFound],
  timeout: '30s',
  async run({ monitors, beats, ...word }, ctx) {
    const now = ctx.now()
    let tiles: Service[] = []
    const held = await ctx.write(async (tx) => {
      await lockRecording(tx)
      const lease = await hold(tx, word, now)
      if (!lease) return false
      const shown = new Set<string>()
      const show = (ids: readonly string[]): void => ids.forEach((id) => shown.add(id))
      if (monitors) {
        show(await takeMonitors(tx, ctx, monitors, now))
        const ids = monitors.items.map(({ id }) => id)
        const back = await giveBack(tx, ids)
        show(back)
        if (!monitors.complete && !lease.lost) show(await silence(tx, now, notAmong(ids, now)))
        if (lease.lost) {
          await noteFound(tx)
          ctx.emit(SourceFound, { source: SOURCE, at: now.toISOString(), monitors: back.length })
        }
      }
      show(
        await takeBeats(
          tx,
          beats,
          now,
          (change) => ctx.emit(StatusChanged, change),
          (change) => ctx.emit(CauseChanged, change),
        ),
      )
      tiles = await tilesOf(tx, [...shown], now)
      return true
    })
    await showTiles(ctx, tiles)
    return { held }
  },
})
