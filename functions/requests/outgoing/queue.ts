import { type Kysely, sql, type Transaction } from 'kysely'
import type { RequestTables } from '../domain.ts'
import type { OutgoingRow } from '../tables.ts'
import { type Body, type Destination, type Job, kindsOf } from './destination.ts'
import type { Waiting } from './outcome.ts'

type Tx = Transaction<RequestTables>

/** How long whoever is at a row may be silent; then it died, and somebody else goes on with it. */
export const CLAIM_MS = 12_000

/** Serialises, until the commit, whoever is about to store something about the same. */
export const lock = (tx: Tx, what: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`requests ${what}`}, 0))`.execute(tx)

/** Issues are Seerr's. */
function laneOf(db: Kysely<RequestTables> | Tx, destination: Destination) {
  const kinds = kindsOf(destination)
  return db
    .selectFrom('outgoing')
    .leftJoin('request', 'request.id', 'outgoing.request_id')
    .where((eb) =>
      eb.or([
        eb('request.media_type', 'in', kinds),
        ...(destination.upstream === 'seerr' ? [eb('outgoing.request_id', 'is', null)] : []),
      ]),
    )
}

/**
 * Whether something older waits there, which goes first. What others are telling directly at this moment is not older:
 * it did not fail yet.
 */
export async function somethingWaits(db: Kysely<RequestTables> | Tx, destination: Destination): Promise<boolean> {
  const waiting = laneOf(db, destination)
    .select('outgoing.id')
    .where((eb) =>
      eb.or([
        eb('outgoing.last_error', 'is not', null),
        eb('outgoing.claimed_until', 'is', null),
        eb('outgoing.claimed_until', '<', sql<Date>`clock_timestamp()`),
      ]),
    )
  return (await waiting.limit(1).executeTakeFirst()) !== undefined
}

export const howManyWait = async (db: Kysely<RequestTables>): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('outgoing')
        .select(sql<string>`count(*)`.as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

/** What is to be told: at once by whoever stores it (`direct`), or when it is its turn. */
export async function enqueue(
  tx: Tx,
  job: Pick<Job, 'id' | 'kind' | 'userId'> & { body: string; requestId?: string; issueId?: string; since: Date },
  direct: boolean,
  waitsBecause: string,
): Promise<void> {
  const now = new Date()
  await tx
    .insertInto('outgoing')
    .values({
      id: job.id,
      kind: job.kind,
      request_id: job.requestId ?? null,
      issue_id: job.issueId ?? null,
      user_id: job.userId,
      body: job.body,
      since: job.since,
      begun_at: direct ? now : null,
      claimed_until: direct ? new Date(now.getTime() + CLAIM_MS) : null,
      last_error: direct ? null : waitsBecause,
    })
    .execute()
}

/**
 * Takes what is first in line, and notes in this commit that it is begun. `begunAt` is when it was begun before. Null
 * when nothing is there, or somebody is at it.
 */
export async function claimFirst(
  tx: Tx,
  destination: Destination,
  open: (sealed: string) => string,
): Promise<Job | null> {
  const row = await laneOf(tx, destination)
    .selectAll('outgoing')
    .orderBy('outgoing.position')
    .limit(1)
    .forUpdate('outgoing')
    .executeTakeFirst()
  if (!row) return null
  const now = new Date()
  if (row.claimed_until !== null && row.claimed_until > now) return null
  await tx
    .updateTable('outgoing')
    .set({ begun_at: row.begun_at ?? now, claimed_until: new Date(now.getTime() + CLAIM_MS) })
    .where('id', '=', row.id)
    .execute()
  if (row.kind === 'submit' && row.request_id !== null)
    await tx
      .updateTable('request')
      .set({ send_begun_at: sql`coalesce(send_begun_at, ${now})` })
      .where('id', '=', row.request_id)
      .execute()
  return jobOf(tx, row, open)
}

export async function jobOf(tx: Tx, row: OutgoingRow, open: (sealed: string) => string): Promise<Job> {
  const { id, kind, begun_at: begunAt, user_id: userId, request_id: requestId, issue_id: issueId } = row
  const request = requestId
    ? await tx.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst()
    : undefined
  const issue = issueId
    ? await tx.selectFrom('issue').selectAll().where('id', '=', issueId).executeTakeFirst()
    : undefined
  const body = JSON.parse(open(row.body)) as Body
  return { id, kind, begunAt, userId, body, request: request ?? null, issue: issue ?? null }
}

export const dequeue = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom('outgoing').where('id', '=', id).execute()

/** How often one who answers is told in vain before it is given up: ten minutes of tries. */
const MOST_TRIES = 120

/** Whether Seerr itself could not take it for so long that it holds up what waits behind it no more. */
export const isTooOften = (tries: number, { on }: Pick<Waiting, 'on'>): boolean => on === 'Seerr' && tries >= MOST_TRIES

/** It did not get through and stays where it is. Gives how often it was told in vain to one who answered. */
export async function keepWaiting(tx: Tx, id: string, { reason, mayHaveArrived, answered }: Waiting): Promise<number> {
  const row = await tx
    .updateTable('outgoing')
    .set({
      claimed_until: null,
      last_error: reason,
      ...(mayHaveArrived ? {} : { begun_at: null }),
      ...(answered ? { tries: sql`tries + 1` } : {}),
    })
    .where('id', '=', id)
    .returning('tries')
    .executeTakeFirst()
  return row?.tries ?? 0
}
