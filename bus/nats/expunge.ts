import { DeliverPolicy } from '@nats-io/jetstream'
import { HEADER } from '../message.ts'
import type { NatsLink } from './connect.ts'
import { type AnyStream, streamName } from './streams.ts'

/**
 * Deletes messages from a stream for good, overwriting them in the store, and gives their ids. `matches` is asked with
 * the subject (without namespace) and the body of every message that is there now.
 */
export async function expunge(
  link: NatsLink,
  stream: AnyStream,
  matches: (subject: string, body: string) => boolean | Promise<boolean>,
): Promise<string[]> {
  const name = streamName(link, stream)
  const { state } = await link.jsm.streams.info(name)
  if (state.messages === 0) return []
  const consumer = await link.js.consumers.get(name, { deliver_policy: DeliverPolicy.All })
  const messages = await consumer.consume({ max_messages: 200, expires: 5000 })
  const found: { seq: number; id: string }[] = []
  for await (const message of messages) {
    if (await matches(message.subject.slice(link.namespace.length + 1), message.string()))
      found.push({ seq: message.seq, id: message.headers?.get(HEADER.msgId) ?? '' })
    if (message.info.pending === 0 || message.seq >= state.last_seq) break
  }
  messages.stop()
  for (const { seq } of found) await link.jsm.streams.deleteMessage(name, seq, true)
  return found.map(({ id }) => id)
}
