import type { RouteInput } from '../../../contracts/http.ts'
import { t } from '../../messages.ts'
import type { Understood } from './actors.ts'

export type Question = RouteInput<'readJournal'>

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
  t.facts.types.filter((type) => type.includes(typed.trim().toLowerCase()))

/**
 * The route takes whole types or whole words; while somebody types, the only type that fits is meant, and of several
 * one has to be chosen. What no known type holds is asked for as it is: an older version may have known it.
 */
export function typeMeant(typed: string): Understood {
  const text = typed.trim().toLowerCase()
  if (!text) return { step: 'complete', value: undefined }
  const fitting = typesLike(text)
  const whole = fitting.some((type) => type === text || type.endsWith(`.${text}`))
  if (whole || fitting.length === 0) return { step: 'complete', value: text }
  return fitting.length === 1 ? { step: 'complete', value: fitting[0] } : { step: 'choose', options: fitting }
}

/** What the journal is asked, but for the two words that have to be understood first. */
export function questionOf(filters: Filters): Question {
  const { domain, key, correlationId, kind } = filters
  return {
    domain,
    key: key?.trim(),
    correlationId,
    kind: kind as Question['kind'],
    from: instant(filters.from),
    to: instant(filters.to),
  }
}
