import type { Service } from '../../../contracts/status.ts'
import { byName } from '../../format/locale.ts'
import { type House, houseOf, standingOf, type StateOf } from './house.ts'

export interface Group {
  /** Null for services without a group. */
  name: string | null
  services: Service[]
  house: House
}

const URGENCY = { offline: 0, degraded: 1, because: 2, stale: 3, waiting: 4, maintenance: 5, working: 6 }

/** Tiles by group, what needs somebody first; groups without trouble by name, the one without a name last. */
export function groupsOf(services: readonly Service[], stateOf: StateOf): Group[] {
  const urgencies = new Map(services.map((service) => [service, URGENCY[standingOf(service, stateOf(service))]]))
  const urgency = (service: Service): number => urgencies.get(service) ?? URGENCY.working
  // what only waits or rests does not move its group
  const urgent = (group: Group): number => Math.min(URGENCY.waiting, ...group.services.map(urgency))
  return [...Map.groupBy(services, (service) => service.group)]
    .map(([name, members]) => ({
      name,
      services: members.toSorted((a, b) => urgency(a) - urgency(b) || byName(a.name, b.name)),
      house: houseOf(members, stateOf),
    }))
    .toSorted((a, b) => urgent(a) - urgent(b) || nameOrder(a.name, b.name))
}

function nameOrder(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return byName(a, b)
}
