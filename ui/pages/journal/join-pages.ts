export interface Answer<T> {
  items: T[]
  nextCursor: string | null
}

const without = <T extends { id: string }>(items: readonly T[], others: readonly T[]): T[] => {
  const ids = new Set(others.map(({ id }) => id))
  return items.filter(({ id }) => !ids.has(id))
}

/** A new first page over what is held. Where the two do not meet, something lies between: then only the new counts. */
export function withNewer<T extends { id: string }>(held: Answer<T>, fresh: Answer<T>): Answer<T> {
  const older = without(held.items, fresh.items)
  const meets = older.length < held.items.length || fresh.nextCursor === null || held.items.length === 0
  return meets && held.items.length > 0 ? { items: [...fresh.items, ...older], nextCursor: held.nextCursor } : fresh
}

/** The next page below what is held. */
export const withOlder = <T extends { id: string }>(held: Answer<T>, older: Answer<T>): Answer<T> => ({
  items: [...held.items, ...without(older.items, held.items)],
  nextCursor: older.nextCursor,
})
