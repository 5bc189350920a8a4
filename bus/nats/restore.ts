import { DeliverPolicy } from '@nats-io/jetstream'
import { HEADER } from '../message.ts'
import type { NatsLink } from './connect.ts'
import { streamName, type AnyStream } from './streams.ts'

/** Ids of the messages that a stream holds since a moment. */
export async function idsSince(link: NatsLink, stream: AnyStream, since: Date): Promise<Set<string>> {
  const name = streamName(link, stream)
  const ids = new Set<string>()
  const { state } = await link.jsm.streams.info(name)
  if (state.messages === 0) return ids
  const consumer = await link.js.consumers.get(name, {
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: since.toISOString(),
    headers_only: true,
  })
  if ((await consumer.info()).num_pending === 0) return ids
  const messages = await consumer.consume({ max_messages: 1000, expires: 5000 })
  for await (const message of messages) {
    ids.add(message.headers?.get(HEADER.msgId) ?? '')
    if (message.info.pending === 0) break
  }
  messages.stop()
  return ids
}

/**
 * Makes a stream's durables anew where they stand behind the end of a stream that was replaced by an older copy; such a
 * consumer would never deliver what is published into the gap. The inboxes drop what comes twice.
 */
export async function rewindConsumers(link: NatsLink, stream: AnyStream): Promise<string[]> {
  const name = streamName(link, stream)
  const { state } = await link.jsm.streams.info(name)
  const rewound: string[] = []
  for await (const info of link.jsm.consumers.list(name)) {
    if (!info.config.durable_name || info.delivered.stream_seq <= state.last_seq) continue
    await link.jsm.consumers.delete(name, info.name)
    const from = Math.max(1, Math.min(info.ack_floor.stream_seq + 1, state.last_seq + 1))
    const {
      durable_name,
      filter_subjects,
      filter_subject,
      ack_policy,
      ack_wait,
      max_deliver,
      max_ack_pending,
      replay_policy,
    } = info.config
    await link.jsm.consumers.add(name, {
      durable_name,
      ...(filter_subjects ? { filter_subjects } : filter_subject ? { filter_subject } : {}),
      ack_policy,
      ack_wait,
      max_deliver,
      max_ack_pending,
      replay_policy,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: from,
    })
    rewound.push(info.name)
  }
  return rewound
}
