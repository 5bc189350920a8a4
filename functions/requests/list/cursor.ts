import { z } from 'zod'
import type { ListRequests } from '../../../contracts/media-requests.ts'

export type Sort = z.output<typeof ListRequests.schema>['sort']
export type Order = 'asc' | 'desc'

/** Where a page ended. A time is in the words of PostgreSQL, which knows microseconds. */
export interface Place {
  value: string
  id: string
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/

const Stored = z.tuple([z.enum(['added', 'modified', 'title']), z.enum(['asc', 'desc']), z.string().max(200), z.uuid()])

/** It says how the list was sorted: the next page of another order would begin anywhere. */
export const toCursor = (sort: Sort, order: Order, { value, id }: Place): string =>
  Buffer.from(JSON.stringify([sort, order, value, id])).toString('base64url')

/** Undefined for what is no cursor of ours, or one of another order. */
export function fromCursor(cursor: string, sort: Sort, order: Order): Place | undefined {
  try {
    const text = Buffer.from(cursor, 'base64url').toString()
    const [ofSort, ofOrder, value, id] = Stored.parse(JSON.parse(text))
    if (ofSort !== sort || ofOrder !== order) return undefined
    const sound = sort === 'title' ? value.isWellFormed() && !value.includes('\0') : TIME.test(value) && isTime(value)
    return sound ? { value, id } : undefined
  } catch {
    return undefined
  }
}

const isTime = (value: string): boolean => !Number.isNaN(Date.parse(value.replace(' ', 'T').replace(/\+00$/, 'Z')))
