import { activeOf, type MaintenanceRow, windowAfter } from './windows.ts'

/** Where a plan stands in the list: open ones by their end, then by the next begin, then past ones, the latest first. */
export type Place = readonly [rank: 0 | 1 | 2, at: number, id: string]

export function placeOf(row: MaintenanceRow, now: Date): Place {
  const active = activeOf(row)
  if (active) return [0, active.until.getTime(), row.id]
  const next = windowAfter(row, now)
  if (next) return [1, next.since.getTime(), row.id]
  return [2, -(row.ends_at ?? row.updated_at).getTime(), row.id]
}

export const byPlace = (a: Place, b: Place): number =>
  a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)

/** A page ends at a place, which is unique. */
export const toCursor = (place: Place): string => Buffer.from(place.join(' ')).toString('base64url')

/** Undefined for what is no cursor of ours. */
export function fromCursor(cursor: string): Place | undefined {
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, rank, at, id] = /^([012]) (-?\d{1,16}) ([0-9a-f-]{36})$/.exec(text) ?? []
  if (rank === undefined || at === undefined || id === undefined) return undefined
  const place: Place = [Number(rank) as 0 | 1 | 2, Number(at), id]
  return toCursor(place) === cursor ? place : undefined
}
