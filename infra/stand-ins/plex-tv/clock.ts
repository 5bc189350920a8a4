/** The time as one stand-in sees it, which a test may put forward. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  advance(ms: number): void
}

export function createClock(): Clock {
  let ahead = 0
  return { now: () => Date.now() + ahead, advance: (ms) => void (ahead += ms) }
}
