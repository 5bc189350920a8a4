import { GetBoardAt } from '../../../contracts/history.ts'
import type { Service } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { toTile } from '../monitor-row.ts'
import { type ChecksThen, checksAt } from './checks-at.ts'
import { pastMoment } from './moments.ts'
import { type StoodAt, stoodAt } from './standing-at.ts'
import { type Window, windowsAt } from './windows-at.ts'

export default defineFunction({
  name: 'status.board-at',
  summary: 'Gives the board as it stood at a minute: states, response times and uptime of that time.',
  domain: status,
  answers: GetBoardAt,
  async run({ at: asked }, ctx) {
    const at = pastMoment(asked, ctx.now())
    if (typeof at === 'string') return ctx.refuse('INVALID', at)
    const [rows, checks, windows] = await Promise.all([
      stoodAt(ctx.db, at),
      checksAt(ctx.db, at, ctx.now()),
      windowsAt(ctx.db, at),
    ])
    const services = rows.map((row) => tileThen(row, checks.get(row.id), windows))
    return { at: at.toISOString(), services }
  },
})

/** Names, groups and what depends on what are those of today; all that checks found is of that time. */
function tileThen(row: StoodAt, checks: ChecksThen | undefined, windows: readonly Window[]): Service {
  const window = windows.find(({ monitorIds }) => monitorIds.includes(row.id))
  const well = row.stood === 'online' || row.stood === 'unknown'
  return {
    ...toTile(row, checks?.uptime ?? null),
    status: row.stood,
    since: row.stood_since?.toISOString() ?? null,
    responseTimeMs: row.stood === 'offline' ? null : (checks?.recent.at(-1) ?? null),
    lastCheckAt: checks?.lastCheckAt?.toISOString() ?? null,
    error: well ? null : (checks?.error ?? row.stood_error),
    recent: checks?.recent ?? [],
    failures: 0,
    becauseOf:
      row.stood_because_of === null ? null : { id: row.stood_because_of, name: row.stood_because_of_name ?? '' },
    maintenance: window ? { id: window.maintenanceId, title: window.title, endsAt: window.until } : null,
    source: row.source,
    lastKnownAt: null,
  }
}
