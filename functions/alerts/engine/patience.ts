const firstSeen = new Map<string, number>()

/** Beyond this the oldest are forgotten; they are then waited for anew. */
const MOST = 10_000

/** Milliseconds before looking again: soon at first. */
const SOONEST_MS = 100
const LATEST_MS = 1000

/**
 * In how many milliseconds to look again for what is still to be waited for; null when it was waited for `ms`, counted
 * from when this process first asked about it. The age of a message says nothing here: after an outage of ours all of
 * them are old.
 */
export function waitsFor(what: string, ms: number, now = performance.now()): number | null {
  const since = firstSeen.get(what) ?? now
  const waited = now - since
  if (waited >= ms) {
    firstSeen.delete(what)
    return null
  }
  firstSeen.set(what, since)
  for (const oldest of firstSeen.keys()) {
    if (firstSeen.size <= MOST) break
    firstSeen.delete(oldest)
  }
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, waited))
}
