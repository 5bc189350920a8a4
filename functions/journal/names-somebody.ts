/** Shorter names would be found inside ordinary sentences, so they must be all that a text says. */
const LONG_ENOUGH = 3

/** Whether a JSON body names one of these people in any of its texts: as the whole of it, or as words within. */
export function namesSomebody(body: string, names: readonly string[]): boolean {
  const wanted = names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
  const within = wanted.filter((name) => name.length >= LONG_ENOUGH).map(asWords)
  const isIn = (value: unknown): boolean => {
    if (typeof value === 'string') {
      const text = value.toLowerCase()
      return wanted.includes(text.trim()) || within.some((words) => words.test(text))
    }
    if (typeof value === 'number') return wanted.includes(String(value))
    return typeof value === 'object' && value !== null && Object.values(value).some(isIn)
  }
  try {
    return isIn(JSON.parse(body))
  } catch {
    return isIn(body)
  }
}

const asWords = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u')
