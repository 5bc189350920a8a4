/** A limit and the side of it that counts. */
export interface Limit {
  above?: number | undefined
  below?: number | undefined
}

const exceeds = ({ above, below }: Limit, value: number | null): value is number =>
  value !== null && (above === undefined ? value < (below ?? Number.NEGATIVE_INFINITY) : value > above)

/**
 * Of a series what tells when a value was beyond a limit and how far: where it goes beyond, where it is the worst so far,
 * and where it comes back; with the first of all, as that is where the record begins.
 */
export function crossings<T>(items: readonly T[], limit: Limit, valueOf: (item: T) => number | null): T[] {
  let worst: number | null = null
  return items.filter((item, n) => {
    const value = valueOf(item)
    const before: number | null = worst
    if (!exceeds(limit, value)) {
      worst = null
      return n === 0 || before !== null
    }
    const tells = before === null || (limit.above === undefined ? value < before : value > before)
    if (tells) worst = value
    return tells
  })
}
