import type { Context } from 'hono'
import { plexValue } from '../plex-tv/answers.ts'
import { type Item, type ItemType, type Order, type Query, sortTitle } from './items.ts'
import type { View } from './views.ts'

/** The largest page that is given, whatever is asked for. */
export const PAGE_LIMIT = 500

/** Which part of a list is asked for; without a size all of it. */
export interface Window {
  start: number
  size: number
  paged: boolean
}

/** From the headers or, as Plex allows, from the query. */
export function windowOf(c: Context): Window {
  const size = Number(plexValue(c, 'X-Plex-Container-Size') ?? Number.NaN)
  const start = Number(plexValue(c, 'X-Plex-Container-Start') ?? 0)
  if (!(size >= 0)) return { start: 0, size: Infinity, paged: false }
  return { start: start >= 0 ? start : 0, size: Math.min(size, PAGE_LIMIT), paged: true }
}

/** How much there is: the total only where a page was asked for. */
export function extent({ start, paged }: Window, size: number, total: number): Record<string, number> {
  return paged ? { size, totalSize: total, offset: start } : { size }
}

type Viewed = (ratingKey: number) => View | undefined

/** What can be sorted and filtered by. Times are seconds, dates text. */
const FIELDS: Record<string, (item: Item, viewOf: Viewed) => string | number> = {
  titleSort: sortTitle,
  title: ({ title }) => title,
  addedAt: ({ addedAt }) => addedAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  year: ({ year = 0 }) => year,
  originallyAvailableAt: ({ available = '' }) => available,
  rating: ({ rating = 0 }) => rating,
  audienceRating: ({ rating = 0 }) => rating,
  duration: ({ durationMs = 0 }) => durationMs,
  index: ({ index = 0 }) => index,
  lastViewedAt: ({ ratingKey }, viewOf) => viewOf(ratingKey)?.lastViewedAt ?? 0,
  viewCount: ({ ratingKey }, viewOf) => viewOf(ratingKey)?.viewCount ?? 0,
}

/** Arguments of a list that are no filter. */
const NO_FILTER = /^(x-plex-.*|type|sort|includeguids|includemeta|includecollections|checkfiles|asyncrefresh.*)$/i

/**
 * What a list is asked for: `sort=addedAt:desc,titleSort`, and filters whose operator is part of their name
 * (`addedAt>>=`). Undefined when a field is not known: the server answers 400.
 */
export function queryOf(
  c: Context,
  section: string,
  type: ItemType,
  viewOf: Viewed,
): Omit<Query, 'start' | 'size'> | undefined {
  const order: Order[] = (c.req.query('sort') || 'titleSort').split(',').map((part) => {
    const [field = '', direction] = part.split(':')
    return { field: field.split('.').at(-1) ?? '', descending: direction === 'desc' }
  })
  if (order.some(({ field }) => !Object.hasOwn(FIELDS, field))) return undefined
  const valueOf = (item: Item, field: string) => FIELDS[field]?.(item, viewOf) ?? 0
  const tests: ((item: Item) => boolean)[] = []
  let addedAfter: number | undefined
  for (const [name, value] of Object.entries(c.req.query())) {
    if (NO_FILTER.test(name)) continue
    if (name === 'addedAt>>') addedAfter = Number(value)
    else {
      const test = testOf(name, value, valueOf, viewOf)
      if (!test) return undefined
      tests.push(test)
    }
  }
  const keep = tests.length > 0 ? (item: Item) => tests.every((test) => test(item)) : undefined
  return { section, type, order, addedAfter, keep, valueOf }
}

function testOf(
  name: string,
  wanted: string,
  valueOf: Query['valueOf'],
  viewOf: Viewed,
): ((item: Item) => boolean) | undefined {
  if (name === 'unwatched') return ({ ratingKey }) => (viewOf(ratingKey)?.viewCount ?? 0) === 0
  if (name === 'genre') return ({ genres = [] }) => genres.includes(wanted)
  const [, field = '', operator = ''] = /^([a-zA-Z]+)(>>|<<|!|=)?$/.exec(name) ?? []
  if (!Object.hasOwn(FIELDS, field)) return undefined
  const value = (item: Item) => valueOf(item, field)
  if (operator === '>>') return (item) => Number(value(item)) > Number(wanted)
  if (operator === '<<') return (item) => Number(value(item)) < Number(wanted)
  if (operator === '!') return (item) => String(value(item)) !== wanted
  // text is found within the title; two signs want all of it
  if (field === 'title' && operator === '') {
    return ({ title }) => title.toLowerCase().includes(wanted.toLowerCase())
  }
  return (item) => String(value(item)) === wanted
}
