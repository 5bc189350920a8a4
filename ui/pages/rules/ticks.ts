interface Firing {
  raisedAt: string
  resolvedAt: string | null
  suppressedBy: 'parent' | 'maintenance' | null
}

interface Tick {
  x: number
  width: number
  held: boolean
}

/** Wide enough to be seen, however short it was. */
const LEAST = 4

/** Where each firing stands on a line that is so wide; one that still held ends with the line. */
export const ticksOf = (firings: readonly Firing[], from: number, to: number, width: number): Tick[] =>
  firings.map(({ raisedAt, resolvedAt, suppressedBy }) => {
    const place = (time: number): number => (Math.min(Math.max(time, from), to) - from) * (width / (to - from))
    const begin = place(Date.parse(raisedAt))
    const length = place(resolvedAt ? Date.parse(resolvedAt) : to) - begin
    return { x: Math.min(begin, width - LEAST), width: Math.max(length, LEAST), held: suppressedBy !== null }
  })

/** How often it would have been held back, and by what. */
export function heldBack(firings: readonly Firing[]): { parent: number; maintenance: number } {
  const by = (what: Firing['suppressedBy']): number =>
    firings.filter(({ suppressedBy }) => suppressedBy === what).length
  return { parent: by('parent'), maintenance: by('maintenance') }
}
