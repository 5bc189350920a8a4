import { ERRORS, type ErrorCode } from '../contracts/errors.ts'

/**
 * A fact of life that no retry changes. A caller gets it as an answer and it ends there; for an event, which nobody
 * can answer, the message goes to the dead letters at once.
 */
export class Reject extends Error {
  override readonly name = 'Reject'
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined
  constructor(code: ErrorCode, message?: string, details?: Record<string, unknown>) {
    super(message ?? ERRORS[code].message)
    this.code = code
    this.details = details
  }
}

/** Come back later: uses up no attempt. Over 5 minutes it becomes a waiting outbox row, see the pipeline. */
export class RetryAfter extends Error {
  override readonly name = 'RetryAfter'
  readonly delayMs: number
  constructor(delayMs: number, message = `again in ${delayMs} ms`) {
    super(message)
    this.delayMs = delayMs
  }
}

/** The answer that a query, action or command refused with, on the caller's side. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined
  constructor(code: ErrorCode, message?: string, details?: Record<string, unknown>) {
    super(message ?? ERRORS[code].message)
    this.code = code
    this.details = details
  }
}

/** The stream for new work takes no more; nothing was stored. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** Anything thrown as an Error with a message. */
export const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))
