import type { RouteInput } from '../../../contracts/http.ts'
import { STORED_TYPES } from '../../state/live-types.ts'

/** The filters as they stand in the address; times as the form writes them, in the person's zone. */
export const FILTERS = ['domain', 'type', 'key', 'actor', 'kind', 'from', 'to', 'correlationId'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>

export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))
}

/** How many are set. */
export const filterCount = (filters: Filters): number => Object.values(filters).filter(Boolean).length

const instant = (local: string | undefined): string | undefined => {
  const time = local ? Date.parse(local) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** Known types that hold what was typed. */
export const typesLike = (typed: string): string[] =>
  STORED_TYPES.filter((type) => type.includes(typed.trim().toLowerCase()))

/** The route takes whole types or whole words; while somebody types, the only type that fits is meant. */
export function completedType(typed: string): string {
  const text = typed.trim().toLowerCase()
  const fitting = typesLike(text)
  const whole = fitting.some((type) => type === text || type.endsWith(`.${text}`))
  return !whole && fitting.length === 1 && fitting[0] ? fitting[0] : text
}

/** What the journal is asked. */
export function questionOf(filters: Filters): RouteInput<'readJournal'> {
  const { domain, type, key, actor, correlationId, kind } = filters
  return {
    domain,
    type: type && completedType(type),
    key: key?.trim(),
    actor: actor?.trim(),
    correlationId,
    kind: kind as RouteInput<'readJournal'>['kind'],
    from: instant(filters.from),
    to: instant(filters.to),
  }
}
