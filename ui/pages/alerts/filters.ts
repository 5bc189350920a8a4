import type { RouteInput } from '../../../contracts/http.ts'

/** The filters as they stand in the address. Without a state: what is active, and below it what was. */
export const FILTERS = ['state', 'severity', 'service', 'alert'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>
export type Question = NonNullable<RouteInput<'listAlerts'>>

export const filtersOf = (query: URLSearchParams): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))

/** What the route is asked; what an address holds that is none is asked all the same, and refused with a sentence. */
export const questionOf = ({ severity, service, alert }: Filters, state: string): Question => ({
  state: state as Question['state'],
  ...(severity && { severity: severity as Question['severity'] }),
  ...(service && { serviceId: service }),
  ...(alert && { alertId: alert }),
})
