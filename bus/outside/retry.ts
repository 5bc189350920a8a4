import { DelegateBackoff, halfJitterGenerator, handleWhen, type IRetryBackoffContext, retry } from 'cockatiel'
import { isPassing, OutsideError } from './error.ts'

const FIRST_MS = 500
const MAX_MS = 5000
/** An outside system that wants to be left alone for longer is not waited for. */
export const LONGEST_WAIT_MS = 20_000

const TIMES = { initialDelay: FIRST_MS, maxDelay: MAX_MS, exponent: 2 }

/** Milliseconds before try number `attempt` + 1: doubling from 500 to 5,000, the upper half of it by chance. */
export function jitter(attempt: number): number {
  const [delay] = halfJitterGenerator(attempt - 1, { ...TIMES, generator: halfJitterGenerator })
  return delay
}

/** Tries again what may pass, `tries` times in all, while `goesOn` says so, and not before the system wants it. */
export const retrying = (tries: number, goesOn: () => boolean) =>
  retry(
    handleWhen((error) => isPassing(error) && waitOf(error) <= LONGEST_WAIT_MS && goesOn()),
    {
      maxAttempts: tries - 1,
      backoff: new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) =>
        Math.max(jitter(attempt), 'error' in result ? waitOf(result.error) : 0),
      ),
    },
  )

const waitOf = (error: unknown): number => (error instanceof OutsideError ? (error.retryAfterMs ?? 0) : 0)

/** What `Retry-After` says, in milliseconds from `now`: seconds or a date. Undefined when it says nothing sensible. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = /^[a-z]{3},/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
