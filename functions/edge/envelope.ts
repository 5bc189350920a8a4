import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import { ERRORS, type ErrorCode, isErrorCode } from '../../contracts/errors.ts'
import type { Failure, Meta, Success } from '../../contracts/envelope.ts'
import { Refused, Reject, StorageFull } from '../../bus/gateway.ts'
import type { Standing } from './limits.ts'
import type { Edge } from './variables.ts'

const meta = (c: Context<Edge>): Meta => ({
  timestamp: new Date().toISOString(),
  version: c.var.version,
  correlationId: c.var.correlationId,
})

/** The envelope around an answer. */
export const succeed = (c: Context<Edge>, data: unknown, status: ContentfulStatusCode = 200): Response =>
  c.json({ success: true, data, meta: meta(c) } satisfies Success<unknown>, status)

/** How a limit stands, in headers. */
export function setRateLimit(c: Context<Edge>, { limit, remaining, resetSeconds }: Standing): void {
  c.header('ratelimit-limit', String(limit))
  c.header('ratelimit-remaining', String(remaining))
  c.header('ratelimit-reset', String(resetSeconds))
}

/** The envelope around an error of the closed list. */
export function fail(
  c: Context<Edge>,
  code: ErrorCode,
  message: string = ERRORS[code].message,
  details?: Record<string, unknown>,
): Response {
  const error = { code, message, ...(details ? { details } : {}) }
  const { retryAfter: wait, limit } = details ?? {}
  if (typeof wait === 'number') c.header('retry-after', String(Math.ceil(wait)))
  if (typeof wait === 'number' && typeof limit === 'number')
    setRateLimit(c, { limit, remaining: 0, resetSeconds: Math.ceil(wait) })
  return c.json({ success: false, error, meta: meta(c) } satisfies Failure, ERRORS[code].status)
}

/** Which field failed and why; never the value. */
export const issuesOf = (error: z.ZodError): { path: string; message: string }[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'There is nothing by that name.' }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    )
    .slice(0, 20)

/** Names the first field that is wrong, and lists them all. */
export function invalid(error: z.ZodError): Refused {
  const issues = issuesOf(error)
  const first = issues[0]
  return new Refused('INVALID', first ? `${first.path ? `${first.path}: ` : ''}${first.message}` : undefined, {
    issues,
  })
}

/** The one place where an error of ours becomes an HTTP answer. */
export function failWith(c: Context<Edge>, error: unknown): Response {
  if (error instanceof Refused || error instanceof Reject) return fail(c, error.code, error.message, error.details)
  if (error instanceof StorageFull) return fail(c, 'STORAGE_FULL')
  // the last part of these addresses is a secret
  const path = c.req.path.replace(/^(\/hooks\/[^/]+\/|\/api\/push\/).*/, '$1…')
  c.var.log.error({ err: error, path }, 'A request failed.')
  return fail(c, 'INTERNAL')
}

/** A remembered refusal as an answer. */
export const failOutcome = (
  c: Context<Edge>,
  outcome: { code: string; message: string; details?: Record<string, unknown> | undefined },
): Response => fail(c, isErrorCode(outcome.code) ? outcome.code : 'INTERNAL', outcome.message, outcome.details)
