import { type Kysely, sql, type Transaction } from 'kysely'
import type { Channel } from '../../../contracts/channels.ts'
import type { AlertTables } from '../domain.ts'
import { secretsOf } from './config.ts'
import type { ChannelRow } from '../delivery/tables.ts'

type Db = Kysely<AlertTables> | Transaction<AlertTables>

/** How far the counts go back. */
const COUNTED_MS = 30 * 86_400_000

/** Channels with what waits for them and what was given up. */
export const channelRows = (db: Db, now: Date) =>
  db
    .selectFrom('channel')
    .selectAll('channel')
    .select([countOf('waiting', now).as('waiting'), countOf('dead', now).as('dead')])

const countOf = (state: 'waiting' | 'dead', now: Date) =>
  sql<string>`(select count(*) from delivery d where d.target = channel.id and d.method = 'channel'
    and d.state = ${state} and d.queued_at > ${new Date(now.getTime() - COUNTED_MS)})`

export const toChannel = (row: ChannelRow & { waiting: string; dead: string }): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  config: row.config,
  stored: secretsOf(row.kind).filter((name) => name in row.sealed),
  enabled: row.enabled,
  selection: row.selection,
  waiting: Number(row.waiting),
  dead: Number(row.dead),
  lastSentAt: row.last_sent_at?.toISOString() ?? null,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

/** Whether another channel has this name, whatever its case. */
export const isTaken = async (db: Db, name: string, id?: string): Promise<boolean> =>
  (await db
    .selectFrom('channel')
    .select('id')
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .$if(id !== undefined, (query) => query.where('id', '<>', id!))
    .executeTakeFirst()) !== undefined

/** `Webhook`, or `Webhook 2` where there is one already. */
export async function freeName(db: Db, title: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? title : `${title} ${number}`
    if (!(await isTaken(db, name))) return name
  }
}

export const taken = (name: string): string => `There is a channel named “${name}” already.`
