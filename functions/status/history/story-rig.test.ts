import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { ServiceState } from '../../../contracts/status.ts'
import { onClient } from '../../../bus/pg/kysely.ts'
import { enterDomain } from '../../../bus/pg/schema.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import type { StatusTables } from '../domain.ts'

/** One check as tests write it down. */
export interface Made {
  at: Date
  status?: ServiceState
  ms?: number | null
  excluded?: boolean
  error?: string | null
}

interface Change {
  at: Date
  from: ServiceState
  status: ServiceState
  error?: string
  becauseOf?: { id: string; name: string }
}

/** Rows of a story, written as those who record checks write them. */
export interface TestStory {
  tx<R>(work: (tx: Transaction<StatusTables>) => Promise<R>): Promise<R>
  monitor(
    name: string,
    more?: Partial<{ id: string; created: Date; since: Date; status: ServiceState }>,
  ): Promise<string>
  checks(monitorId: string, made: readonly Made[]): Promise<void>
  /** Gives the id of the event. */
  change(monitorId: string, count: number, change: Change): Promise<string>
  changes(given: readonly (Change & { monitorId: string; count: number })[]): Promise<string[]>
}

export function testStory({ pool }: HostedFunctions): TestStory {
  const tx: TestStory['tx'] = async (work) => {
    const client = await pool.connect()
    try {
      await client.query(`begin; ${enterDomain('status', false)}`)
      const result = await work(onClient<StatusTables>(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
  const changes: TestStory['changes'] = async (given) => {
    const rows = given.map(({ monitorId, count, at, from, status, error = null, becauseOf }) => ({
      id: randomUUID(),
      monitor_id: monitorId,
      change: count,
      at,
      from_status: from,
      status,
      response_time_ms: null,
      error,
      because_of: becauseOf?.id ?? null,
      because_of_name: becauseOf?.name ?? null,
      maintenance_id: null,
    }))
    await tx(async (db) => {
      for (let i = 0; i < rows.length; i += 1000)
        await db
          .insertInto('transition')
          .values(rows.slice(i, i + 1000))
          .execute()
    })
    return rows.map(({ id }) => id)
  }
  return {
    tx,
    async monitor(name, { id = randomUUID(), created = new Date(0), since, status = 'unknown' } = {}) {
      await tx((db) =>
        db
          .insertInto('monitor')
          .values({
            id,
            name,
            kind: 'tcp',
            target: 'a:1',
            interval_seconds: 20,
            timeout_ms: 1000,
            accepted_codes: ['200'],
            created_at: created,
            updated_at: created,
            version: 1,
            status,
            since: since ?? null,
            // nobody checks it
            next_check_at: new Date('2999-01-01'),
          })
          .execute(),
      )
      return id
    },
    async checks(monitorId, made) {
      const rows = made.map(({ at, status = 'online', ms, excluded = false, error = null }) => {
        const time = ms === undefined ? (status === 'offline' ? null : 10) : ms
        return { monitor_id: monitorId, at, status, response_time_ms: time, excluded, error }
      })
      await tx(async (db) => {
        for (let i = 0; i < rows.length; i += 1000)
          await db
            .insertInto('check_result')
            .values(rows.slice(i, i + 1000))
            .execute()
      })
    },
    async change(monitorId, count, change) {
      const [id] = await changes([{ monitorId, count, ...change }])
      return id!
    },
    changes,
  }
}
