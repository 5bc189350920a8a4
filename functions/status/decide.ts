import { showMs } from '../../bus/index.ts'
import type { ServiceState } from '../../contracts/status.ts'

/** How many response times a tile shows. */
export const RECENT = 40

/** What one probe found: a response time, or why there was none worth having. */
export interface Probed {
  responseTimeMs: number | null
  /** In words for a person; null when all is well. */
  error: string | null
  /** Why it is not quite well although it answered. */
  degraded: string | null
  certificateEndsAt: string | null
}

/** How a service stands, and what it is forgiven. */
export interface Standing {
  status: ServiceState
  since: Date | null
  recent: readonly (number | null)[]
  /** Failed checks in a row. */
  failures: number
  /** How unsteady it is: 3 more for each failure that is forgiven, 1 less for each answer. */
  shaky: number
  /** So many failures in a row keep the status before. */
  retries: number
  retrySeconds: number
  /** An answer slower than this is a degraded one; null for never. */
  degradedAboveMs: number | null
}

export interface Decision {
  next: {
    status: ServiceState
    since: Date | null
    responseTimeMs: number | null
    lastCheckAt: Date
    error: string | null
    recent: (number | null)[]
    failures: number
    shaky: number
  }
  /** What this check means by itself, whatever was forgiven. */
  verdict: ServiceState
  /** The state that it left, when it entered another. */
  changedFrom: ServiceState | null
  /** When a failure that was put up with is looked at again; null where there was none. */
  retryAt: Date | null
}

type Found = Pick<Probed, 'responseTimeMs' | 'error' | 'degraded'>
type Patience = Pick<Standing, 'degradedAboveMs'>

/** Why an answer is not quite well, null when it is. */
export function shortcomingOf(found: Found, { degradedAboveMs }: Patience): string | null {
  if (found.degraded !== null) return found.degraded
  if (degradedAboveMs === null || found.responseTimeMs === null || found.responseTimeMs <= degradedAboveMs) return null
  return `took ${showMs(Math.round(found.responseTimeMs))}, more than the ${showMs(degradedAboveMs)} that it is allowed`
}

/** The state that one result means by itself. */
export const statusOf = (found: Found, patience: Patience): ServiceState =>
  found.error !== null ? 'offline' : shortcomingOf(found, patience) !== null ? 'degraded' : 'online'

/** Whether one more failure is put up with. */
export const forgives = ({ status, failures, retries }: Pick<Standing, 'status' | 'failures' | 'retries'>): boolean =>
  status !== 'offline' && failures < retries

/** More than a quarter of failures, none long enough to count as offline, comes to this sooner or later, … */
const UNSTEADY = 7
/** … and it is steady again below this. */
const STEADY = 4
const SHAKIEST = 12

/** How unsteady it is after a check. An outage that counts clears it: that is another story. */
function shakyAfter({ shaky }: Standing, failed: boolean, forgiven: boolean): number {
  if (failed) return forgiven ? Math.min(SHAKIEST, shaky + 3) : 0
  return Math.max(0, shaky - 1)
}

const unsteady = (recent: readonly (number | null)[]): string => {
  const last = recent.slice(-10)
  return `${last.filter((one) => one === null).length} of the last ${last.length} checks failed`
}

/** How a service stands after a check. The first check is a change from `unknown`. */
export function decide(standing: Standing, probed: Probed, at: Date): Decision {
  const verdict = statusOf(probed, standing)
  const failed = verdict === 'offline'
  const forgiven = failed && forgives(standing)
  const shaky = shakyAfter(standing, failed, forgiven)
  const isUnsteady = shaky >= (standing.status === 'degraded' ? STEADY : UNSTEADY)
  const calm = forgiven ? standing.status : verdict
  const status = calm === 'online' && isUnsteady ? 'degraded' : calm
  const recent = [...standing.recent, failed ? null : probed.responseTimeMs].slice(-RECENT)
  const shortcoming = shortcomingOf(probed, standing)
  const changed = status !== standing.status
  const responseTimeMs = failed ? null : probed.responseTimeMs
  return {
    next: {
      status,
      since: changed ? at : (standing.since ?? (forgiven ? null : at)),
      responseTimeMs,
      lastCheckAt: at,
      error: probed.error ?? shortcoming ?? (status === 'degraded' ? unsteady(recent) : null),
      recent,
      failures: failed ? standing.failures + 1 : 0,
      shaky,
    },
    verdict,
    changedFrom: changed ? standing.status : null,
    retryAt: forgiven ? new Date(at.getTime() + standing.retrySeconds * 1000) : null,
  }
}
