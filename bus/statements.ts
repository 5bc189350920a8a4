import { sql, type Transaction } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What outside senders state, sorted into lanes, so that a repeat is told from news: within a lane, in the order of
 * arrival, a repeat is what says the same word as its neighbours. Approve, decline, approve are three facts though the
 * first and last bodies are equal; approve, approve is one. Handlers run in parallel and out of order, so a lane is
 * looked at as a whole after each statement: every run of equal words has exactly one announcement per mark, whatever
 * the order of handling was, because runs split when something late comes between and never grow together.
 */

/** Where something stands in the order of arrival; a redo stands where its origin stood. */
export interface Place {
  receivedAt: Date
  /** Place of the origin in its stream; settles ties of time. */
  order: number
  originId: string
  /** 0 for the first reading of an origin in a lane, 1 for what a mended parser made of it, and so on. */
  reading: number
}

export interface Statement extends Place {
  /** What is stated; a repeat of it changes nothing. */
  word: string
  /** Tells apart what says the same word in a row and is still news, such as two plays at different offsets. */
  mark: string
  announced: boolean
}

/** Order of arrival. */
export const byArrival = (a: Place, b: Place): number =>
  a.receivedAt.getTime() - b.receivedAt.getTime() ||
  a.order - b.order ||
  (a.originId === b.originId ? a.reading - b.reading : a.originId < b.originId ? -1 : 1)

/**
 * A number that grows in the order of arrival, whatever the order of handling, so that an old fact which is announced
 * late never looks like the newest. Milliseconds first; then the place in the stream and the reading, shortened so that
 * the number stays exact until the year 2255.
 */
export const versionOf = (place: Place): number =>
  Math.min(
    place.receivedAt.getTime() * 1000 + (place.order % 100) * 10 + Math.min(place.reading, 9),
    Number.MAX_SAFE_INTEGER,
  )

/** What a lane still has to announce, and its newest statement. */
export function judge<S extends Statement>(lane: readonly S[]): { announce: S[]; newest: S | undefined } {
  const ordered = [...lane].sort(byArrival)
  const announce: S[] = []
  // every row counts, also the inner ones of a run: two late ones may cut a piece out of its middle
  for (const run of runsOf(ordered))
    for (const same of Map.groupBy(run, (statement) => statement.mark).values())
      if (!same.some((statement) => statement.announced)) announce.push(same[0]!)
  return { announce, newest: ordered.at(-1) }
}

function runsOf<S extends Statement>(ordered: readonly S[]): S[][] {
  const runs: S[][] = []
  for (const statement of ordered) {
    const run = runs.at(-1)
    if (run && run[0]!.word === statement.word) run.push(statement)
    else runs.push([statement])
  }
  return runs
}

/** The table that a domain with lanes has under the name `statement`. */
export interface StatementTable {
  lane: string
  word: string
  mark: string
  received_at: Date
  stream_order: string
  origin_id: string
  reading: number
  /** The message that brought it: the origin, or its redo. */
  message_id: string
  correlation_id: string
  /** JSON of what is to be announced. */
  fact: string
  announced: boolean
}

/** A migration that makes the table. */
export const createStatements: Migration = {
  async up(db) {
    await sql`
      create table statement (
        lane text not null, word text not null, mark text not null,
        received_at timestamptz not null, stream_order bigint not null, origin_id uuid not null,
        reading integer not null, message_id uuid not null, correlation_id uuid not null,
        fact text not null, announced boolean not null,
        primary key (lane, origin_id, word, mark))`.execute(db)
    await sql`create index statement_origin on statement (origin_id)`.execute(db)
    await sql`create index statement_received_at on statement (received_at)`.execute(db)
  },
}

/** One thing to state, as a handler makes it of one message. */
export interface Said {
  lane: string
  word: string
  mark?: string
  /** Nothing but this word is ever said in the lane: nothing can come between, and a repeat leaves no row. */
  once?: boolean
  receivedAt: Date
  order: number
  originId: string
  messageId: string
  correlationId: string
  fact: unknown
}

export interface Announcement {
  /** As it was said, maybe by an earlier message whose run was split only now. */
  fact: unknown
  version: number
  /** For `ctx.emit`: fixes the id by what is stated, and names the message that said it. */
  options: { idFrom: string; causedBy: { id: string; correlationId: string } }
}

export interface Heard {
  announce: Announcement[]
  /** The newest of the lane, by arrival. */
  newest: { word: string; version: number; receivedAt: Date }
}

/** Whether a webhook stated something before: a parser that understands less now has nothing to add. */
export async function hasStated<T extends { statement: StatementTable }>(
  inside: Transaction<T>,
  originId: string,
): Promise<boolean> {
  // the caller's other tables do not matter here
  const tx = inside as unknown as Transaction<{ statement: StatementTable }>
  const row = await tx.selectFrom('statement').select('lane').where('origin_id', '=', originId).executeTakeFirst()
  return row !== undefined
}

/** Adds a statement to its lane, inside a write, and gives what is to be announced now. Saying it again gives nothing. */
export async function hear<T extends { statement: StatementTable }>(
  inside: Transaction<T>,
  said: Said,
): Promise<Heard> {
  // the caller's other tables do not matter here
  const tx = inside as unknown as Transaction<{ statement: StatementTable }>
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || ${said.lane}, 0))`.execute(tx)
  const mark = said.mark ?? ''
  const rows = await tx
    .selectFrom('statement')
    .select(['word', 'mark', 'received_at', 'stream_order', 'origin_id', 'reading', 'announced'])
    .where('lane', '=', said.lane)
    .$if(said.once ?? false, (all) => all.where('mark', '=', mark).limit(1))
    .execute()
  const lane: Statement[] = rows.map((row) => ({
    word: row.word,
    mark: row.mark,
    receivedAt: row.received_at,
    order: Number(row.stream_order),
    originId: row.origin_id,
    reading: row.reading,
    announced: row.announced,
  }))
  const readings = lane.filter((statement) => said.once || statement.originId === said.originId)
  if (!readings.some((statement) => statement.word === said.word && statement.mark === mark)) {
    const added: Statement = {
      ...said,
      order: Math.trunc(said.order),
      mark,
      reading: readings.length,
      announced: false,
    }
    lane.push(added)
    await tx.insertInto('statement').values(toRow(said, added)).execute()
  }
  const { announce, newest } = judge(lane)
  const announced =
    announce.length === 0
      ? []
      : await tx
          .updateTable('statement')
          .set({ announced: true })
          .where(rowsOf(said.lane, announce))
          .returningAll()
          .execute()
  return {
    announce: announced.map(toAnnouncement).sort((a, b) => a.version - b.version),
    newest: { word: newest!.word, version: versionOf(newest!), receivedAt: newest!.receivedAt },
  }
}

const rowsOf = (lane: string, statements: readonly Statement[]) =>
  sql<boolean>`lane = ${lane} and (origin_id, word, mark) in (${sql.join(
    statements.map((one) => sql`(${one.originId}::uuid, ${one.word}, ${one.mark})`),
  )})`

const toRow = (said: Said, added: Statement): StatementTable => ({
  lane: said.lane,
  word: added.word,
  mark: added.mark,
  received_at: added.receivedAt,
  stream_order: String(added.order),
  origin_id: added.originId,
  reading: added.reading,
  message_id: said.messageId,
  correlation_id: said.correlationId,
  fact: JSON.stringify(said.fact),
  announced: false,
})

const toAnnouncement = (row: StatementTable): Announcement => ({
  fact: JSON.parse(row.fact),
  version: versionOf({
    receivedAt: row.received_at,
    order: Number(row.stream_order),
    originId: row.origin_id,
    reading: row.reading,
  }),
  options: {
    idFrom: `${row.origin_id} ${row.lane} ${row.word} ${row.mark}`,
    causedBy: { id: row.message_id, correlationId: row.correlation_id },
  },
})
