import type { RouteInput } from '../../../contracts/http.ts'

/** The filters as they stand in the address. */
export const FILTERS = ['search', 'genre', 'year', 'unwatched', 'letter', 'sort', 'order'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>
type Question = Omit<RouteInput<'listItems'>, 'id'>

export type Sort = NonNullable<Question['sort']>
export type Order = NonNullable<Question['order']>

const SORTS: readonly Sort[] = ['title', 'added', 'year', 'rating', 'duration']

export const sortOf = ({ sort }: Filters): Sort => SORTS.find((one) => one === sort) ?? 'title'

/** What one looks for first: titles from A, of all else the newest, best and longest. */
export const usualOrder = (sort: Sort): Order => (sort === 'title' ? 'asc' : 'desc')

export const filtersOf = (query: URLSearchParams): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))

/** Whether fewer are shown than there are. */
export const isNarrowed = ({ sort: _sort, order: _order, ...rest }: Filters): boolean => Object.keys(rest).length > 0

/** What the route is asked; what an address holds that is none is asked all the same, and refused with a sentence. */
export const questionOf = (filters: Filters): Question => {
  const { search, genre, year, unwatched, letter, order } = filters
  return {
    sort: sortOf(filters),
    ...(order && { order: order as Order }),
    ...(letter && { letter }),
    ...(search && { search }),
    ...(genre && { genre }),
    ...(year && { year }),
    // as text: only text and numbers go into an address
    ...(unwatched && { unwatched: 'true' }),
  }
}
