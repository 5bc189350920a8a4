import { DeadLetterData } from '../dead-letter.ts'
import { HEADER } from '../message.ts'
import type { NatsLink } from '../nats/connect.ts'
import { type AnyStream, streamName } from '../nats/streams.ts'

/** A message as it lies in its stream. */
export interface StoredMessage {
  seq: number
  /** With its namespace. */
  subject: string
  id: string
  text: string
}

/** Everything that a stream holds, in its order. */
export async function storedIn(rig: { link: NatsLink }, stream: AnyStream): Promise<StoredMessage[]> {
  const name = streamName(rig.link, stream)
  const { state } = await rig.link.jsm.streams.info(name)
  const found: StoredMessage[] = []
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await rig.link.jsm.streams.getMessage(name, { seq }).catch(() => null)
    if (message)
      found.push({ seq, subject: message.subject, id: message.header.get(HEADER.msgId), text: message.string() })
  }
  return found
}

/** The dead letters, oldest first. */
export const deadLettersOf = async (rig: { link: NatsLink }): Promise<DeadLetterData[]> =>
  (await storedIn(rig, 'dead-letters')).map((m) => DeadLetterData.parse(JSON.parse(m.text)))
