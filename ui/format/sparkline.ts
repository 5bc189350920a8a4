export interface Sparkline {
  /** The line, broken where a check failed. */
  line: string
  /** The same closed to the ground, for the fill. */
  area: string
  /** Where checks failed, as x. */
  failures: number[]
  /** The latest value, when it did not fail. */
  last: { x: number; y: number } | undefined
  low: number | undefined
  high: number | undefined
}

const round = (value: number): number => Math.round(value * 100) / 100

/**
 * Draws response times, oldest first, over the whole width; null is a check that failed. The ground is zero, so that
 * a steady service shows a steady line and not its noise.
 */
export function sparkline(values: readonly (number | null)[], width: number, height: number): Sparkline {
  const known = values.filter((value) => value !== null)
  const high = known.length > 0 ? Math.max(...known) : undefined
  const low = known.length > 0 ? Math.min(...known) : undefined
  const ceiling = Math.max(high ?? 0, 1) * 1.15
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const x = (at: number): number => round(values.length > 1 ? at * step : width / 2)
  const y = (value: number): number => round(height - (value / ceiling) * height)
  const runs = runsOf(values).map((run) => run.map(({ at, value }) => `${x(at)} ${y(value)}`))
  const final = values.at(-1)
  return {
    // a lone point still shows: round caps make a dot of a line without length
    line: runs.map((points) => `M${(points.length > 1 ? points : [...points, ...points]).join('L')}`).join(''),
    area: runs
      .filter((points) => points.length > 1)
      .map(
        (points) =>
          `M${points[0]?.split(' ')[0]} ${height}L${points.join('L')}L${points.at(-1)?.split(' ')[0]} ${height}Z`,
      )
      .join(''),
    failures: values.flatMap((value, at) => (value === null ? [x(at)] : [])),
    last: typeof final === 'number' ? { x: x(values.length - 1), y: y(final) } : undefined,
    low,
    high,
  }
}

function runsOf(values: readonly (number | null)[]): { at: number; value: number }[][] {
  const runs: { at: number; value: number }[][] = []
  let open: { at: number; value: number }[] | undefined
  for (const [at, value] of values.entries()) {
    if (value === null) {
      open = undefined
    } else {
      if (!open) runs.push((open = []))
      open.push({ at, value })
    }
  }
  return runs
}
