import { escapeLiteral } from 'pg'
import type pg from 'pg'
import type { Transaction } from 'kysely'
import type { Outgoing } from '../message.ts'
import { onClient } from './kysely.ts'
import { isServerError } from './pool.ts'
import { enterDomain } from './schema.ts'

/** The message was handled before; nothing was written now. */
export class AlreadyDone extends Error {
  override readonly name = 'AlreadyDone'
}

export interface OutboxRow extends Outgoing {
  notBefore?: Date | undefined
}

export interface WriteSpec {
  domain: string
  roles: boolean
  /** Claim of the inbox; none for what is not a stored message. */
  claim?: { function: string; messageId: string } | undefined
  /** Serialises writes of this text across processes. */
  serialKey?: string | undefined
}

/** What goes into the same commit as the caller's rows. */
export interface Finish {
  outbox: readonly OutboxRow[]
  outcome?: { messageId: string; digest: string | null; outcome: string } | undefined
}

export interface Written<R> {
  result: R
  /** What this commit added to the outbox; a message that was stated before is not in it. */
  outbox: readonly OutboxRow[]
}

const literal = (value: string | null): string => (value === null ? 'null' : escapeLiteral(value))

/**
 * One transaction in four round trips or so: begin, role, schema and claim in one; the caller's own statements; outbox,
 * outcome and commit in one. Throws `AlreadyDone` when the claim stands already. An error on the commit is in doubt, so
 * nothing may be published after it: the next delivery finds out through the claim.
 */
export async function writeOnce<T, R>(
  pool: pg.Pool,
  spec: WriteSpec,
  work: (tx: Transaction<T>) => Promise<R>,
  finish: (result: R) => Finish | Promise<Finish>,
): Promise<Written<R>> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // sent together with the first statement behind it, which waits for the word on the claim
    const begun = begin(client, spec)
    begun.catch(() => {})
    const result = await work(onClient<T>(client, begun))
    await begun
    const { outbox, outcome } = await finish(result)
    const fresh = await commit(client, outbox, outcome)
    return { result, outbox: outbox.filter((row) => fresh.has(row.id)) }
  } catch (error) {
    broken = await rollback(client, error)
    throw error
  } finally {
    client.release(broken)
  }
}

async function begin(client: pg.ClientBase, spec: WriteSpec): Promise<void> {
  const statements = ['begin', enterDomain(spec.domain, spec.roles)]
  if (spec.serialKey)
    statements.push(`select pg_advisory_xact_lock(hashtextextended(${literal(`${spec.domain} ${spec.serialKey}`)}, 0))`)
  if (spec.claim)
    statements.push(
      `insert into _inbox (function, message_id) values (${literal(spec.claim.function)}, ${literal(spec.claim.messageId)}) on conflict do nothing`,
    )
  const results = (await client.query(statements.join('; '))) as unknown as pg.QueryResult[]
  if (spec.claim && results.at(-1)?.rowCount === 0) throw new AlreadyDone(spec.claim.messageId)
}

async function commit(
  client: pg.ClientBase,
  outbox: readonly OutboxRow[],
  outcome: { messageId: string; digest: string | null; outcome: string } | undefined,
): Promise<ReadonlySet<string>> {
  const statements: string[] = []
  if (outbox.length > 0) {
    const rows = outbox.map(
      (row) =>
        `(${[row.id, row.stream, row.subject, JSON.stringify(row.headers), row.body, row.notBefore?.toISOString() ?? null].map(literal).join(', ')})`,
    )
    statements.push(
      `insert into _outbox (id, stream, subject, headers, body, not_before) values ${rows.join(', ')} on conflict (id) do nothing returning id`,
    )
  }
  if (outcome)
    statements.push(
      `insert into _outcome (message_id, digest, outcome) values (${[outcome.messageId, outcome.digest, outcome.outcome].map(literal).join(', ')}) on conflict do nothing`,
    )
  statements.push('commit')
  const answer = (await client.query(statements.join('; '))) as unknown as pg.QueryResult | pg.QueryResult[]
  const answers = Array.isArray(answer) ? answer : [answer]
  const last = answers.at(-1)
  // PostgreSQL answers the commit of an aborted transaction with ROLLBACK and no error
  if (last?.command !== 'COMMIT') throw new Error('The transaction was aborted before its commit.')
  return new Set(outbox.length > 0 ? answers[0]!.rows.map((row: { id: string }) => row.id) : [])
}

/** Rolls back where the connection is sound; otherwise gives the error that the client is thrown away with. */
async function rollback(client: pg.ClientBase, error: unknown): Promise<Error | undefined> {
  const sound = error instanceof AlreadyDone || !isConnectionError(error)
  if (!sound) return error as Error
  return client.query('rollback').then(
    () => undefined,
    (failed: unknown) => failed as Error,
  )
}

const isConnectionError = (error: unknown): boolean =>
  error instanceof Error && !isServerError(error) && /connection|timeout|terminat|ECONN|EPIPE/i.test(error.message)
