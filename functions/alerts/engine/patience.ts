const firstSeen = new Map<string, number>()

/** Beyond this the oldest are forgotten; they are then waited for anew. */
const MOST = 10_000

/**
 * Whether something is still to be waited for, counted from when this process first asked about it. The age of a message
 * says nothing here: after an outage of ours all of them are old.
 */
export function waitsFor(what: string, ms: number, now = performance.now()): boolean {
  const since = firstSeen.get(what) ?? now
  if (now - since >= ms) {
    firstSeen.delete(what)
    return false
  }
  firstSeen.set(what, since)
  for (const oldest of firstSeen.keys()) {
    if (firstSeen.size <= MOST) break
    firstSeen.delete(oldest)
  }
  return true
}
