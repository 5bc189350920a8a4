import type { ErrorCode } from '../contracts/errors.ts'
import type { Failure } from '../contracts/envelope.ts'

/** Codes of the edge, and `OFFLINE` for an answer that never came. */
export type FailureCode = ErrorCode | 'OFFLINE'

export interface Issue {
  path: string
  message: string
}

/** A refused or lost request, as the page carries it about. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  readonly code: FailureCode
  readonly correlationId: string | undefined
  readonly issues: Issue[]
  /** The request that is in the way of another one. */
  readonly requestId: string | undefined
  /** From when on it may be tried again, in milliseconds since 1970; undefined when the portal did not say. */
  readonly retryAt: number | undefined

  constructor(code: FailureCode, message: string, correlationId?: string, details: Record<string, unknown> = {}) {
    super(message)
    this.code = code
    this.correlationId = correlationId
    this.issues = issuesFrom(details)
    const { retryAfter, requestId } = details
    this.requestId = typeof requestId === 'string' ? requestId : undefined
    this.retryAt = typeof retryAfter === 'number' ? Date.now() + retryAfter * 1000 : undefined
  }
}

/** Reads the edge's refusal, or makes the best of an answer that is none of ours (a proxy's page, half a body). */
export function failureFrom(status: number, body: unknown): RequestFailed {
  const failure = body as Partial<Failure> | null | undefined
  if (failure?.error?.code) {
    const { code, message, details } = failure.error
    return new RequestFailed(code, message, failure.meta?.correlationId, details)
  }
  if (status === 401) return new RequestFailed('UNAUTHENTICATED', '')
  if (status === 404) return new RequestFailed('NOT_FOUND', '')
  if (status === 502 || status === 503 || status === 504) return new RequestFailed('UNAVAILABLE', '')
  return new RequestFailed('INTERNAL', '')
}

/** A path comes as `target` or, from a schema's own report, as `['target']`. */
function issuesFrom({ issues }: Record<string, unknown>): Issue[] {
  if (!Array.isArray(issues)) return []
  return issues.map((issue: { path?: string | unknown[]; message?: string }) => ({
    path: Array.isArray(issue.path) ? issue.path.join('.') : (issue.path ?? ''),
    message: issue.message ?? '',
  }))
}
