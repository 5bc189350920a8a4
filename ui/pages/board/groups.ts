import type { Service, ServiceState } from '../../../contracts/status.ts'
import { byName } from '../../format/locale.ts'

export interface Group {
  /** Null for services without a group. */
  name: string | null
  services: Service[]
  /** How many need somebody. */
  bad: number
}

const URGENCY: Record<ServiceState, number> = { offline: 0, degraded: 1, unknown: 2, online: 3 }

/** Tiles by group, what needs somebody first; groups without trouble by name, the one without a name last. */
export function groupsOf(services: readonly Service[]): Group[] {
  const named = Map.groupBy(services, (service) => service.group)
  return [...named]
    .map(([name, members]) => ({
      name,
      services: members.toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status] || byName(a.name, b.name)),
      bad: members.filter(({ status }) => status === 'offline' || status === 'degraded').length,
    }))
    .toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || nameOrder(a.name, b.name))
}

const urgencyOf = (group: Group): number =>
  group.bad > 0 ? Math.min(...group.services.map(({ status }) => URGENCY[status])) : URGENCY.online

function nameOrder(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return byName(a, b)
}
