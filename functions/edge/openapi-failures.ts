import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import type { Guard, Route } from '../../contracts/route.ts'
import { type Json, json, reference } from './openapi-schemas.ts'

/** One answer per status, naming the codes that it may carry. */
export function failures(codes: readonly ErrorCode[]): Json {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [String(status), json(list.join(', '), reference('Failure'))]),
  )
}

/** What the guard before an address refuses with. */
export function guardCodes(guard: Guard, unfinished = false): ErrorCode[] {
  if (guard === 'public') return []
  return [
    'UNAUTHENTICATED',
    // to users where it is for admins, and to API keys without the scope
    'FORBIDDEN',
    ...(unfinished ? [] : (['PASSWORD_CHANGE_REQUIRED', 'TWO_FACTOR_REQUIRED'] as const)),
    'RATE_LIMIT_EXCEEDED',
  ]
}

/** All that a route may refuse with: its contract's own codes and the edge's. */
export function codesOf(route: Route): ErrorCode[] {
  const takesBody = route.method !== 'GET'
  return [
    'INVALID',
    ...guardCodes(route.guard, route.unfinished),
    ...(route.does === 'hook' ? (['NOT_FOUND'] as const) : (['RATE_LIMIT_EXCEEDED'] as const)),
    ...(takesBody && route.does !== 'hook' ? (['ORIGIN_REFUSED'] as const) : []),
    ...(takesBody ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA'] as const) : []),
    ...(route.does === 'send' ? (['IDEMPOTENCY_MISMATCH'] as const) : []),
    ...('refusals' in route.contract ? route.contract.refusals : []),
    'INTERNAL',
    'UNAVAILABLE',
    ...(route.does === 'send' || route.does === 'hook' ? (['STORAGE_FULL'] as const) : []),
  ]
}
