import { showMs } from '../duration.ts'
import type { NetworkFailure } from './network-failure.ts'

/**
 * What went wrong with an outside system: its name does not resolve, it refused the connection, it cannot be reached,
 * its certificate does not do, it was silent too long, it answered a status that nobody expected, it answered
 * something else than agreed, it is left alone for a while (`open`), it sends us elsewhere, or what we were to send
 * cannot be sent (`request`).
 */
export type OutsideKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'status'
  | 'answer'
  | 'open'
  | 'redirect'
  | 'request'

interface Details {
  status?: number | undefined
  /** How long it asked to be left alone, or will be. */
  retryAfterMs?: number | undefined
  /** What it answered, cut. */
  body?: string | undefined
}

/** An outside system failed us. The message is a sentence for a person: it holds no path, query, header or body. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError'
  readonly kind: OutsideKind
  /** Its name for people. */
  readonly system: string
  readonly status: number | undefined
  /** Milliseconds to leave it alone, where it said so or its breaker is open. */
  readonly retryAfterMs: number | undefined
  /** The first 2 kB of its answer. Not enumerable, so that no log shows it. */
  declare readonly body: string | undefined

  // no cause: the network's own errors quote addresses and header values
  constructor(kind: OutsideKind, system: string, message: string, details: Details = {}) {
    super(message)
    this.kind = kind
    this.system = system
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
    Object.defineProperty(this, 'body', { value: details.body, enumerable: false })
  }
}

const BUSY: readonly number[] = [408, 429]

/** Whether it speaks against the system as a whole, which is what a breaker counts. */
export function isFailure(error: unknown): boolean {
  if (!(error instanceof OutsideError)) return false
  if (error.kind === 'status') return (error.status ?? 0) >= 500 || BUSY.includes(error.status ?? 0)
  return ['dns', 'refused', 'unreachable', 'tls', 'timeout'].includes(error.kind)
}

/** Whether the same may go well a moment later. */
export const isPassing = (error: unknown): boolean =>
  isFailure(error) && (error as OutsideError).kind !== 'tls' && (error as OutsideError).status !== 501

const CURES = {
  authority: ' Trust its authority through NODE_EXTRA_CA_CERTS.',
  port: ' Use another port.',
} as const

export function connectionFailed(system: string, failure: NetworkFailure): OutsideError {
  const cure = failure.cure ? CURES[failure.cure] : ''
  const lead = failure.kind === 'tls' ? 'cannot be spoken to safely' : 'does not answer'
  return new OutsideError(failure.kind, system, `${system} ${lead} (${failure.words}).${cure}`)
}

export const timedOut = (system: string, ms: number): OutsideError =>
  new OutsideError('timeout', system, `${system} does not answer (timed out after ${showMs(ms)}).`)

/** An answer with a status that nobody expected. */
export function badStatus(system: string, status: number, details: Details): OutsideError {
  const words = wordsFor(status, details.retryAfterMs)
  return new OutsideError('status', system, `${system} ${words} (status ${status}).`, { ...details, status })
}

function wordsFor(status: number, retryAfterMs: number | undefined): string {
  const later = retryAfterMs === undefined ? '' : ` for ${showMs(retryAfterMs)}`
  if (status === 401) return 'does not accept the key, token or password that it was given'
  if (status === 403) return 'does not allow this with the key, token or password that it was given'
  if (status === 404) return 'knows nothing at the address that it was asked for'
  if (status === 429) return `asks to be left alone${later}`
  if (status === 503 && later) return `is not ready and asks to be left alone${later}`
  if (status >= 500) return 'reports a failure of its own'
  return 'refused what it was asked'
}

/** Its breaker is open. */
export function leftAlone(system: string, retryAfterMs: number, last: string | null): OutsideError {
  const why = last === null ? '' : ` The last failure: ${last}`
  const again = retryAfterMs > 0 ? `in ${showMs(Math.ceil(retryAfterMs / 1000) * 1000)}` : 'with the next call'
  return new OutsideError('open', system, `${system} failed too often; it is tried again ${again}.${why}`, {
    retryAfterMs,
  })
}
