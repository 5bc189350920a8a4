import { withQuery } from '../../router.ts'

export const TYPES = ['all', 'movie', 'tv', 'music'] as const
export type SearchType = (typeof TYPES)[number]

/** What is looked for, as it stands in the address. */
export interface Question {
  query: string
  type: SearchType
}

const LONGEST = 200

export function questionOf(query: URLSearchParams): Question {
  const type = TYPES.find((one) => one === query.get('type'))
  return { query: (query.get('query') ?? '').trim().slice(0, LONGEST), type: type ?? 'all' }
}

export const addressOf = ({ query, type }: Question): string =>
  withQuery('/discover', { query: query.trim(), type: type === 'all' ? undefined : type })
