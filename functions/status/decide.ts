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

/** How a service stands. */
export interface Standing {
  status: ServiceState
  since: Date | null
  recent: readonly (number | null)[]
}

export interface Decision {
  next: {
    status: ServiceState
    since: Date
    responseTimeMs: number | null
    lastCheckAt: Date
    error: string | null
    recent: (number | null)[]
    good: boolean
  }
  /** The state that it left, when it entered another. */
  changedFrom: ServiceState | null
}

/** The state that one result means by itself. */
export const statusOf = ({ error, degraded }: Probed): ServiceState =>
  error !== null ? 'offline' : degraded !== null ? 'degraded' : 'online'

/** How a service stands after a check. The first check is a change from `unknown`. */
export function decide(standing: Standing, probed: Probed, at: Date): Decision {
  const status = statusOf(probed)
  const changed = status !== standing.status
  const responseTimeMs = probed.error === null ? probed.responseTimeMs : null
  return {
    next: {
      status,
      since: changed ? at : (standing.since ?? at),
      responseTimeMs,
      lastCheckAt: at,
      error: probed.error ?? probed.degraded,
      recent: [...standing.recent, responseTimeMs].slice(-RECENT),
      // a slow answer is an answer: uptime counts what was there
      good: status !== 'offline',
    },
    changedFrom: changed ? standing.status : null,
  }
}
