import { Breaker } from './breaker.ts'

/** A closed breaker that nobody used for this long is forgotten. */
const IDLE_MS = 15 * 60_000

const breakers = new Map<string, Breaker>()
const hearers = new Set<(key: string) => void>()

const tell = (key: string): void => {
  for (const hear of hearers) hear(key)
}

/** The one breaker of this process for a system at an address. */
export function breakerFor(system: string, address: string, openMs?: number): Breaker {
  const key = `${system} ${address}`
  const known = breakers.get(key)
  if (known) return known
  const breaker = new Breaker(system, address, () => tell(key), openMs)
  breakers.set(key, breaker)
  return breaker
}

/** The breakers of this process by key, without those that have long been idle. */
export function breakersInUse(now = Date.now()): ReadonlyMap<string, Breaker> {
  for (const [key, breaker] of breakers)
    if (breaker.state === 'closed' && now - breaker.usedAt > IDLE_MS) breakers.delete(key)
  return breakers
}

/** Hears of every breaker that has something new to show. Gives what ends that. */
export function onBreakerChange(hear: (key: string) => void): () => void {
  hearers.add(hear)
  return () => void hearers.delete(hear)
}
