import type { Service } from '../../contracts/status.ts'

/** A check takes its time, and so does the way of its result. */
const GRACE_MS = 30_000

/** How long ago a service was checked, in milliseconds, once that is longer than two of its intervals; else undefined. */
export function overdueMs(
  { lastCheckAt, intervalSeconds }: Pick<Service, 'lastCheckAt' | 'intervalSeconds'>,
  now: number,
): number | undefined {
  if (lastCheckAt === null) return undefined
  const past = now - Date.parse(lastCheckAt)
  return past > 2 * intervalSeconds * 1000 + GRACE_MS ? past : undefined
}
