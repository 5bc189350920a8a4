import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { OutsideError } from '../../../bus/index.ts'
import { openConfig, withoutSecrets } from '../channels/config.ts'
import { ChannelFailure } from '../channels/kind.ts'
import { KINDS } from '../channels/kinds/index.ts'
import type { Message } from '../channels/message.ts'
import type { AlertTables } from '../domain.ts'
import { BrowserGone, sendPush } from '../notices/send-push.ts'
import type { Failed } from './record.ts'
import type { DeliveryRules } from './rules.ts'
import type { ChannelRow, LaneRow } from './tables.ts'

/** What sending needs of the function that does it. */
export interface Sender {
  readonly db: Kysely<AlertTables>
  readonly signal: AbortSignal
  readonly log: Logger
  open: (sealed: string) => string
}

/** Where the messages of a lane go, or null when that is gone. */
export type Destination = (message: Message) => Promise<string | void>

/** Sends through a channel, past everything that is remembered of it. Throws `OutsideError` or `ChannelFailure`. */
export async function throughChannel(
  { open, signal }: Pick<Sender, 'open' | 'signal'>,
  row: Pick<ChannelRow, 'kind' | 'config' | 'sealed'>,
  message: Message,
  options: { now: () => Date; to?: string },
): Promise<string | void> {
  let config: Record<string, unknown>
  try {
    config = openConfig(row, open)
  } catch {
    throw new ChannelFailure('Its secrets were sealed under another key. Enter them again.')
  }
  const whole = options.to === undefined ? config : { ...config, to: [options.to] }
  try {
    return await KINDS[row.kind].send(whole, message, { signal, now: options.now })
  } catch (error) {
    const secrets = Object.fromEntries(Object.keys(row.sealed).map((name) => [name, config[name]]))
    if (error instanceof Error) {
      error.message = withoutSecrets(error.message, secrets)
      // begins with the message as it was
      error.stack = withoutSecrets(error.stack ?? '', secrets)
    }
    throw error
  }
}

/** Finds where a lane leads now. */
export async function destinationOf(sender: Sender, lane: LaneRow, rules: DeliveryRules): Promise<Destination | null> {
  const { db } = sender
  const { now } = rules
  if (lane.user_id !== null && !(await isActive(db, lane.user_id))) return null
  if (lane.method === 'channel') {
    const row = await db.selectFrom('channel').selectAll().where('id', '=', lane.target).executeTakeFirst()
    return row ? (message) => throughChannel(sender, row, message, { now }) : null
  }
  if (lane.method === 'push') {
    const browser = await db.selectFrom('push_browser').selectAll().where('id', '=', lane.target).executeTakeFirst()
    return browser ? (message) => sendPush(sender, browser, message, rules) : null
  }
  const chosen = await db
    .selectFrom('preference')
    .select('sealed_email')
    .where('user_id', '=', lane.target)
    .executeTakeFirst()
  if (!chosen?.sealed_email) return null
  let to: string
  try {
    to = sender.open(chosen.sealed_email)
  } catch {
    return () => Promise.reject(new ChannelFailure('The address was sealed under another key. Enter it again.'))
  }
  const mailer = await mailerOf(db)
  if (!mailer)
    return () => Promise.reject(new ChannelFailure('There is no channel of the kind e-mail that is on. Add one.'))
  return (message) => throughChannel(sender, mailer, message, { now, to })
}

/** The channel through which people get e-mail: the oldest of that kind. */
export const mailerOf = (db: Kysely<AlertTables>): Promise<ChannelRow | undefined> =>
  db
    .selectFrom('channel')
    .selectAll()
    .where('kind', '=', 'email')
    .where('enabled', '=', true)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()

async function isActive(db: Kysely<AlertTables>, userId: string): Promise<boolean> {
  const person = await db.selectFrom('person').select('enabled').where('user_id', '=', userId).executeTakeFirst()
  return person?.enabled === true
}

/** Statuses that speak of the message and not of the channel. */
const REFUSED: readonly number[] = [400, 413, 415, 422]

/** A failed try in words; null where the receiver is gone for good. */
export function toFailed(error: unknown, log: Logger): Failed | null {
  if (error instanceof BrowserGone) return null
  if (error instanceof ChannelFailure) return { message: error.message, inDoubt: error.inDoubt, refused: false }
  if (error instanceof OutsideError)
    return {
      message: error.message,
      retryAfterMs: error.retryAfterMs,
      // cut off or silent: what was sent may have been taken
      inDoubt: error.kind === 'timeout' || error.kind === 'unreachable',
      refused: REFUSED.includes(error.status ?? 0),
    }
  log.error({ err: error }, 'A message could not be made or sent.')
  return { message: 'It could not be sent. The log says why.', inDoubt: true, refused: false }
}
