import type { ErrorCode } from './errors.ts'

/** The envelope of every JSON answer. */
export interface Meta {
  timestamp: string
  version: string
  correlationId: string
}
export interface Success<T> {
  success: true
  data: T
  meta: Meta
}
export interface Failure {
  success: false
  error: { code: ErrorCode; message: string; details?: Record<string, unknown> }
  meta: Meta
}

/** What a 202 of a `send` carries in `data`. */
export interface Accepted {
  commandId: string
  status: 'accepted'
}
