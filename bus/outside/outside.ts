import type { z } from 'zod'
import { attempt, type OutsideBody, type OutsideMethod, prepare, type Prepared, type Raw } from './attempt.ts'
import { breakerFor } from './breakers.ts'
import { OutsideError, timedOut } from './error.ts'
import type { Accept } from './read.ts'
import { retrying } from './retry.ts'
import type { Query } from './url.ts'

export interface OutsideOptions {
  /** Its name for people: `plex.tv`, `Sonarr`. */
  name: string
  /** How long one try may take, to the last byte. Default 10,000. */
  timeoutMs?: number
  /** Tries in all of what may be repeated. Default 3. */
  tries?: number
  /** The largest body that is read. Default 5,000,000. */
  maxBytes?: number
  /** How long an open breaker leaves the system alone. Default 30,000. */
  openMs?: number
}

export interface OutsideRequest {
  url: string | URL
  method?: OutsideMethod
  headers?: Readonly<Record<string, string>>
  query?: Query
  /** A plain object goes as JSON. */
  body?: OutsideBody
  /** What the body must be; an empty one is undefined. Without it JSON is `unknown`. */
  schema?: z.ZodType
  /** Default `json`; with `none` the body is not read, with `picture` its bytes are given as they came. */
  accept?: Accept
  /** Statuses besides 2xx that are answers. Their data is undefined where it does not fit. */
  expect?: readonly number[]
  /** It may be sent again although it is neither GET nor HEAD. */
  repeatable?: boolean
  /** Tried once, past the breaker: for settings that a person tries out. */
  trial?: boolean
  timeoutMs?: number
  signal?: AbortSignal
}

type Read<R> = R extends { schema: infer S extends z.ZodType }
  ? z.output<S>
  : R extends { accept: 'text' | 'xml' }
    ? string
    : R extends { accept: 'picture' }
      ? Buffer
      : R extends { accept: 'none' }
        ? undefined
        : unknown

export interface OutsideAnswer<T> {
  status: number
  headers: Headers
  data: T
}

export type AnswerTo<R> = OutsideAnswer<R extends { expect: readonly number[] } ? Read<R> | undefined : Read<R>>

export interface Outside {
  readonly name: string
  /**
   * Asks it. Each try has a timeout; GET, HEAD and what is repeatable are tried again with jitter; redirects stay within
   * the origin; a breaker per address opens when half of at least 10 calls failed. Throws `OutsideError`, or the
   * signal's reason.
   */
  call<const R extends OutsideRequest>(request: R): Promise<AnswerTo<R>>
}

/** Declares an outside system. At module level, in the one file that speaks to it. */
export function defineOutside(options: OutsideOptions): Outside {
  const { name } = options
  return {
    name,
    async call<const R extends OutsideRequest>(request: R): Promise<AnswerTo<R>> {
      const accept = request.accept ?? 'json'
      const prepared: Prepared = {
        ...prepare(name, { ...request, accept }),
        system: name,
        accept,
        schema: request.schema,
        maxBytes: options.maxBytes ?? 5_000_000,
        expect: request.expect ?? [],
      }
      const answer = await unlessAborted(request.signal, () => ask(prepared, request, options))
      return answer as AnswerTo<R>
    },
  }
}

function ask(prepared: Prepared, request: OutsideRequest, options: OutsideOptions): Promise<Raw> {
  const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 10_000
  const once = (): Promise<Raw> => attemptWithin(timeoutMs, prepared, request.signal)
  if (request.trial) return once()
  const breaker = breakerFor(prepared.system, prepared.url.origin, options.openMs)
  const repeatable = prepared.method === 'GET' || prepared.method === 'HEAD' || request.repeatable === true
  // the call that tries an open breaker again is one request
  const retries = retrying(repeatable ? (options.tries ?? 3) : 1, () => breaker.state === 'closed')
  return breaker.guard(() => retries.execute(once))
}

async function attemptWithin(timeoutMs: number, prepared: Prepared, called: AbortSignal | undefined): Promise<Raw> {
  called?.throwIfAborted()
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await attempt(prepared, called ? AbortSignal.any([called, timeout]) : timeout)
  } catch (error) {
    called?.throwIfAborted()
    throw timeout.aborted && !(error instanceof OutsideError) ? timedOut(prepared.system, timeoutMs) : error
  }
}

/** The work's end or the signal's, whichever is first: the library's pause between two tries knows no signal. */
async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work()
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
