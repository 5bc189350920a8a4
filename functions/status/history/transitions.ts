import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { ListTransitions, type Transition } from '../../../contracts/history.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status, type StatusTables } from '../domain.ts'
import { findService } from './find-service.ts'

const Place = z.tuple([z.iso.datetime(), z.uuid()])

const toCursor = (last: Transition): string => Buffer.from(JSON.stringify([last.at, last.id])).toString('base64url')

/** Undefined for what is no cursor of ours. */
function fromCursor(cursor: string): z.infer<typeof Place> | undefined {
  try {
    return Place.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

export default defineFunction({
  name: 'status.transitions',
  summary: 'Gives a page of the changes of state, newest first.',
  domain: status,
  answers: ListTransitions,
  async run({ service, from, to, limit, cursor }, ctx) {
    const place = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && !place) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    if (from !== undefined && to !== undefined && !(new Date(from) < new Date(to)))
      return ctx.refuse('INVALID', '"from" must be before "to".')
    const row = service === undefined ? undefined : await findService(ctx.db, service)
    if (service !== undefined && !row) return ctx.refuse('NOT_FOUND')
    const found = await transitionsOf(ctx.db)
      .$if(row !== undefined, (query) => query.where('monitor_id', '=', row?.id ?? ''))
      .$if(from !== undefined, (query) => query.where('at', '>=', new Date(from ?? 0)))
      .$if(to !== undefined, (query) => query.where('at', '<', new Date(to ?? 0)))
      .$if(place !== undefined, (query) =>
        query.where(sql<boolean>`(at, transition.id) < (${place?.[0]}::timestamptz, ${place?.[1]}::uuid)`),
      )
      .orderBy('at', 'desc')
      .orderBy('transition.id', 'desc')
      .limit(limit + 1)
      .execute()
    const items = found.slice(0, limit).map(toTransition)
    const last = items.at(-1)
    return { items, nextCursor: found.length > limit && last ? toCursor(last) : null }
  },
})

/** Changes of state with the name that the service has now. */
export const transitionsOf = (db: Kysely<StatusTables>) =>
  db
    .selectFrom('transition')
    .innerJoin('monitor', 'monitor.id', 'transition.monitor_id')
    .selectAll('transition')
    .select('monitor.name')

export type TransitionRow = Awaited<ReturnType<ReturnType<typeof transitionsOf>['execute']>>[number]

const toTransition = (row: TransitionRow): Transition => ({
  id: row.id,
  serviceId: row.monitor_id,
  name: row.name,
  change: row.change,
  at: row.at.toISOString(),
  from: row.from_status,
  status: row.status,
  responseTimeMs: row.response_time_ms,
  error: row.error,
  becauseOf: row.because_of === null ? null : { id: row.because_of, name: row.because_of_name ?? '' },
  maintenance: row.maintenance_id !== null,
})
