import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type Transaction,
} from 'kysely'
import type pg from 'pg'

type Lease = { client: pg.ClientBase; ready: Promise<unknown>; release(failed: boolean): Promise<void> }

/** A Kysely that runs each statement on what `lease` hands out. Transactions are ours to begin and end. */
function kyselyOver<T>(lease: () => Promise<Lease>): Kysely<T> {
  const leases = new WeakMap<DatabaseConnection, { lease: Lease; failed: () => boolean }>()
  const driver: Driver = {
    async init() {},
    async acquireConnection() {
      const held = await lease()
      let failed = false
      const connection: DatabaseConnection = {
        async executeQuery<R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> {
          try {
            const sent = held.client.query(query.sql, [...query.parameters])
            sent.catch(() => {})
            await held.ready
            const result = await sent
            const counted = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
            return {
              rows: result.rows as R[],
              ...(counted ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
            }
          } catch (error) {
            failed = true
            throw error
          }
        },
        // eslint-disable-next-line require-yield
        async *streamQuery() {
          throw new Error('Streaming queries are not used here.')
        },
      }
      leases.set(connection, { lease: held, failed: () => failed })
      return connection
    },
    async beginTransaction() {
      throw new Error('A write is one transaction already.')
    },
    async commitTransaction() {},
    async rollbackTransaction() {},
    async releaseConnection(connection) {
      const held = leases.get(connection)
      await held?.lease.release(held.failed())
    },
    async destroy() {},
  }
  return new Kysely<T>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

/** Statements on one client that is inside a transaction of ours. */
export const onClient = <T>(client: pg.ClientBase, ready: Promise<unknown> = Promise.resolve()): Transaction<T> =>
  kyselyOver<T>(async () => ({ client, ready, release: async () => {} })) as Transaction<T>

/** Read-only statements in one schema, each in a short transaction of its own. */
export function readOnly<T>(pool: pg.Pool, enter: string): Kysely<T> {
  return kyselyOver<T>(async () => {
    const client = await pool.connect()
    const ready = client.query(`begin read only; ${enter}`)
    ready.catch(() => {})
    return {
      client,
      ready,
      async release(failed) {
        const ended = await client.query(failed ? 'rollback' : 'commit').then(
          () => undefined,
          (error: unknown) => error as Error,
        )
        client.release(ended)
      },
    }
  })
}
