import type { RouteInput } from '../../../contracts/http.ts'

/** The filters as they stand in the address. */
export const FILTERS = ['filter', 'type', 'whose', 'sort', 'search'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>
export type Question = NonNullable<RouteInput<'listRequests'>>

export const filtersOf = (query: URLSearchParams): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))

/** What the route is asked; what an address holds that is none is asked all the same, and refused with a sentence. */
export const questionOf = ({ filter, type, whose, sort, search }: Filters): Question => ({
  ...(filter && { filter: filter as Question['filter'] }),
  ...(type && { type: type as Question['type'] }),
  // as text: only text and numbers go into an address
  ...(whose === 'mine' && { mine: 'true' }),
  ...(sort && { sort: sort as Question['sort'] }),
  ...(search && { search }),
})
