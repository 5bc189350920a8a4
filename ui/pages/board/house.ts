import type { Service, ServiceState } from '../../../contracts/status.ts'

/** The house in figures, root causes apart from what follows from them. */
export interface House {
  total: number
  working: number
  /** Names of those that fail by themselves. */
  offline: string[]
  degraded: string[]
  /** How many fail only because of another one. */
  because: number
  /** Names of those others. */
  causes: string[]
  maintenance: number
  /** Never checked. */
  waiting: number
  /** Not checked for too long, or the last that a silent source said. */
  stale: number
}

/** What is to be said of one service, so that every service counts once. */
type Standing = keyof Pick<House, 'working' | 'offline' | 'degraded' | 'because' | 'maintenance' | 'waiting' | 'stale'>

export type StateOf = (service: Service) => ServiceState

export function standingOf(service: Service, status: ServiceState): Standing {
  if (service.maintenance) return 'maintenance'
  if (service.lastCheckAt === null) return 'waiting'
  if (status === 'unknown' || service.lastKnownAt) return 'stale'
  if (status === 'online') return 'working'
  return service.becauseOf ? 'because' : status
}

export function houseOf(services: readonly Service[], stateOf: StateOf): House {
  const standing = Map.groupBy(services, (service) => standingOf(service, stateOf(service)))
  const many = (of: Standing): number => standing.get(of)?.length ?? 0
  const names = (of: Standing): string[] => standing.get(of)?.map(({ name }) => name) ?? []
  return {
    total: services.length,
    working: many('working'),
    offline: names('offline'),
    degraded: names('degraded'),
    because: many('because'),
    causes: [...new Set(standing.get('because')?.flatMap(({ becauseOf }) => becauseOf?.name ?? []))],
    maintenance: many('maintenance'),
    waiting: many('waiting'),
    stale: many('stale'),
  }
}

/** For how long nothing was checked at all, in milliseconds; undefined while anything is. */
export function silentFor(
  services: readonly Service[],
  overdueFor: (service: Service) => number | undefined,
): number | undefined {
  const checked = services.filter(({ lastCheckAt }) => lastCheckAt !== null)
  const overdue = checked.flatMap((service) => overdueFor(service) ?? [])
  return overdue.length > 0 && overdue.length === checked.length ? Math.min(...overdue) : undefined
}
