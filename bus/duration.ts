import type { Duration } from './function.ts'

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of a duration such as `500ms`, `10s`, `5m`. Throws on anything else. */
export function toMs(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration)
  if (!match) throw new Error(`"${duration}" is no duration`)
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
}

/** Milliseconds for people: `200 ms`, `1.5 s`. */
export const showMs = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)
