/** Shorter names would be found inside ordinary words, so they must be all that a text says. */
const LONG_ENOUGH = 3

/** The same value with these names taken out of all its texts, where they stand as words. */
export function withoutNames<T>(value: T, names: readonly string[]): T {
  const wanted = names.map((name) => name.trim()).filter((name) => name !== '')
  const within = wanted.filter((name) => name.length >= LONG_ENOUGH).map(asWords)
  const clean = (part: unknown): unknown => {
    if (typeof part === 'string') {
      if (wanted.some((name) => name.toLowerCase() === part.trim().toLowerCase())) return ERASED
      return within.reduce((text, words) => text.replaceAll(words, ERASED), part)
    }
    if (Array.isArray(part)) return part.map(clean)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, clean(inner)]))
  }
  return clean(value) as T
}

const ERASED = '(erased)'

const asWords = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'giu')
