import { type Kysely, sql } from 'kysely'
import type { RequestTables } from '../domain.ts'

/** How long each of these requests waited for an admin's word; missing where it still waits or never did. */
export async function waited(db: Kysely<RequestTables>, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; took: number }>`
    select request.id, greatest(0, extract(epoch from min(step.at) - request.created_at) * 1000)::float8 as took
    from request join step on step.request_id = request.id and step.step in ('approved', 'declined')
    where request.id = any(${[...ids]}::uuid[]) group by request.id`.execute(db)
  return new Map(rows.map(({ id, took }) => [id, Math.round(took)]))
}
