import { RequestFailed, type FailureCode } from './failure.ts'
import { t } from './messages.ts'

/** What a person is told: what happened, what they can do, and a small id to find it in the log. */
export interface Explained {
  what: string
  next: string
  id: string | undefined
}

/** What the log says more about; a wrong password or a missing field needs no looking up. */
const LOGGED: ReadonlySet<FailureCode> = new Set([
  'INTERNAL',
  'UPSTREAM_FAILED',
  'UNAVAILABLE',
  'STORAGE_FULL',
  'TIMEOUT',
])

/** Turns whatever was thrown into sentences; the only place that does. `now` is what a wait is counted from. */
export function explain(error: unknown, now = Date.now()): Explained {
  if (!(error instanceof RequestFailed)) {
    return { what: t.errors.page.what, next: t.errors.page.next, id: undefined }
  }
  if (isBadLink(error)) return { ...t.errors.link, id: undefined }
  const { what, next } = t.errors.codes[error.code] ?? t.errors.codes.INTERNAL
  if (error.retryAt !== undefined) return { what, next: wait(error.retryAt - now), id: undefined }
  return { what: specific(error) ?? what, next, id: LOGGED.has(error.code) ? error.correlationId : undefined }
}

const wait = (ms: number): string => (ms > 0 ? t.errors.waitFor(Math.ceil(ms / 1000)) : t.errors.waited)

/** An id that is none: nobody typed it into a field, it stood in an address. */
const isBadLink = ({ code, issues }: RequestFailed): boolean =>
  code === 'INVALID' && issues.some(({ path }) => path === 'id' || path === 'correlationId')

/** Refusals of which the one who refused knows better than the code alone what is wrong, such as which service it was. */
const SAYS_WHY: ReadonlySet<FailureCode> = new Set(['INVALID', 'CONFLICT', 'UPSTREAM_FAILED', 'UNAVAILABLE'])

function specific(error: RequestFailed): string | undefined {
  const [issue] = error.issues
  if (issue) return issue.message
  return SAYS_WHY.has(error.code) && error.message ? error.message : undefined
}
