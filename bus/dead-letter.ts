import { z } from 'zod'
import { Reject } from './errors.ts'
import { type Hosted, redriveSubject } from './host.ts'
import { derivedId } from './ids.ts'
import { HEADER, type Incoming, type Outgoing } from './message.ts'
import type { Delivery } from './nats/consumer.ts'
import { publish } from './nats/publish.ts'
import type { OutboxRow } from './pg/write.ts'
import type { AnyStream } from './nats/streams.ts'
import { fromKeyToken } from '../contracts/subjects.ts'

/** What a dead letter holds: the whole message, who gave up on it and why. */
export const DeadLetterData = z.object({
  function: z.string(),
  /** Key of the message. */
  key: z.string(),
  messageId: z.string(),
  stream: z.enum(['events', 'commands', 'hooks', 'slots']),
  seq: z.number(),
  attempts: z.number(),
  error: z.object({ name: z.string(), code: z.string(), message: z.string(), stack: z.string().nullable() }),
  message: z.object({ subject: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
})
export type DeadLetterData = z.infer<typeof DeadLetterData>

/** Stores a message that a function gave up on, under an id of its own per delivery. Throws when it could not. */
export async function deadLetter(
  hosted: Hosted,
  stream: AnyStream,
  delivery: Delivery,
  message: Incoming | null,
  attempts: number,
  error: Error,
): Promise<void> {
  const { fn, host } = hosted
  // the same for every try to store it
  const messageId = message?.id ?? derivedId(fn.name, stream, delivery.seq)
  const first = delivery.header(HEADER.subject) || delivery.subject.slice(host.link.namespace.length + 1)
  const data: DeadLetterData = {
    function: fn.name,
    key: keyOf(first, messageId),
    messageId,
    stream: stream as DeadLetterData['stream'],
    seq: delivery.seq,
    attempts,
    error: {
      name: error.name,
      code: error instanceof Reject ? error.code : 'FAILED',
      message: error.message,
      stack: error.stack ?? null,
    },
    message: {
      subject: first,
      headers: delivery.headers(),
      body: delivery.text(),
    },
  }
  const outgoing: Outgoing = {
    id: derivedId(messageId, fn.name, 'dead letter', stream, delivery.seq),
    stream: 'dead-letters',
    subject: `dlq.${fn.name}`,
    headers: {
      [HEADER.type]: delivery.header(HEADER.type) || `${fn.name}.v1`,
      [HEADER.correlation]: message?.correlationId ?? messageId,
      [HEADER.causation]: messageId,
      [HEADER.actor]: encodeURI(`function:${fn.name}`),
      [HEADER.time]: new Date().toISOString(),
      [HEADER.function]: fn.name,
    },
    body: JSON.stringify(data),
  }
  await publish(host.link, outgoing)
}

/** The message of a dead letter, addressed to the one function that gave up on it. */
export function toRedrive(letter: unknown, id: string): OutboxRow {
  const parsed = DeadLetterData.safeParse(letter)
  if (!parsed.success) throw new Reject('NOT_REDOABLE')
  const { function: fn, stream, messageId, message } = parsed.data
  const headers: Record<string, string> = {
    ...message.headers,
    [HEADER.id]: messageId,
    [HEADER.subject]: message.subject,
  }
  delete headers[HEADER.msgId]
  return { id, stream: stream as OutboxRow['stream'], subject: redriveSubject(stream, fn), headers, body: message.body }
}

/** The key of a message by the subject that it was first addressed to. */
const keyOf = (subject: string, messageId: string): string => {
  const parts = subject.split('.')
  return parts.length === 5 && parts[0] !== 'rdv' ? fromKeyToken(parts[4]!) : messageId
}
