import type { HistoryPoint } from '../../../contracts/history.ts'
import type { ServiceState } from '../../../contracts/status.ts'
import type { Range } from './ranges.ts'

/** A line of the table: an hour, a day or a month in the person's zone. */
export interface Row {
  from: number
  checks: number
  good: number
  averageMs: number | null
  slowestMs: number | null
  /** The worst; null where nothing counted. */
  status: ServiceState | null
}

const BAD: readonly ServiceState[] = ['offline', 'degraded', 'unknown', 'online']

export const worst = (states: readonly (ServiceState | null)[]): ServiceState | null =>
  BAD.find((state) => states.includes(state)) ?? null

/** Where the line of a time begins. */
function beginOf(time: number, range: Range): number {
  const date = new Date(time)
  date.setMinutes(0, 0, 0)
  if (range !== 'day') date.setHours(range === 'week' ? Math.floor(date.getHours() / 6) * 6 : 0)
  if (range === 'years') date.setDate(1)
  return date.getTime()
}

/** A span in at most 31 lines, the newest first: 24 hours, quarters of 7 days, 30 days or 24 months. */
export function rowsOf(points: readonly HistoryPoint[], range: Range): Row[] {
  const lines = Map.groupBy(points, ({ at }) => beginOf(Date.parse(at), range))
  return [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([from, members]) => {
      const answered = members.filter((point) => point.avgMs !== null)
      const weight = (point: HistoryPoint): number => Math.max(1, point.good + point.degraded)
      const all = answered.reduce((sum, point) => sum + weight(point), 0)
      const slowest = members.flatMap(({ maxMs }) => maxMs ?? [])
      return {
        from,
        checks: members.reduce((sum, { checks }) => sum + checks, 0),
        good: members.reduce((sum, { good }) => sum + good, 0),
        averageMs: all === 0 ? null : answered.reduce((sum, p) => sum + (p.avgMs ?? 0) * weight(p), 0) / all,
        slowestMs: slowest.length === 0 ? null : Math.max(...slowest),
        status: worst(members.map(({ status }) => status)),
      }
    })
}

/** A span of one kind of trouble, in milliseconds. */
export interface Outage {
  from: number
  to: number
  status: 'offline' | 'degraded' | 'maintenance'
}

const kindOf = ({ status, excluded }: HistoryPoint): Outage['status'] | undefined => {
  if (status === 'offline' || status === 'degraded') return status
  return status === null && excluded > 0 ? 'maintenance' : undefined
}

/** Points of trouble that follow each other as one span, which lasts until the next point. */
export function outagesOf(points: readonly HistoryPoint[], to: number): Outage[] {
  const outages: Outage[] = []
  for (const [place, point] of points.entries()) {
    const status = kindOf(point)
    if (!status) continue
    const from = Date.parse(point.at)
    const end = Date.parse(points[place + 1]?.at ?? '') || to
    const before = outages.at(-1)
    if (before?.status === status && before.to >= from) before.to = end
    else outages.push({ from, to: end, status })
  }
  return outages
}
