/** Entries that a phone's bar has room for. */
const ROOM = 5

/** What stands in the bar of a phone, and what goes behind "More", which takes a place itself. */
export function splitForBar<T>(entries: readonly T[]): { first: readonly T[]; rest: readonly T[] } {
  if (entries.length <= ROOM) return { first: entries, rest: [] }
  return { first: entries.slice(0, ROOM - 1), rest: entries.slice(ROOM - 1) }
}
