const DAY_MS = 86_400_000

export interface Point {
  at: Date
  value: number
}

/** A line needs so much time below it, or a copied film would fill every disk within the hour. */
const LEAST_MS = 6 * 3_600_000

/**
 * Days until a share that grows as it did reaches 100 %, by least squares over what was recorded, sampled by the hour.
 * Null where too little is known or it does not grow.
 */
export function daysUntilFull(points: readonly Point[], now: Date): number | null {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || now.getTime() - first.at.getTime() < LEAST_MS) return null
  const hours: { x: number; y: number }[] = []
  let i = 0
  for (let at = first.at.getTime(); at <= now.getTime(); at += 3_600_000) {
    while (i + 1 < points.length && points[i + 1]!.at.getTime() <= at) i++
    hours.push({ x: (at - now.getTime()) / DAY_MS, y: points[i]!.value })
  }
  const meanX = hours.reduce((sum, { x }) => sum + x, 0) / hours.length
  const meanY = hours.reduce((sum, { y }) => sum + y, 0) / hours.length
  const spread = hours.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const slope = hours.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread
  if (!(slope > 0.01)) return null
  return Math.round(Math.max(0, (100 - last.value) / slope) * 10) / 10
}
