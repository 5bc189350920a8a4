import { headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node'
import { JetStreamApiError } from '@nats-io/jetstream'
import { StorageFull, toError } from '../errors.ts'
import { HEADER, type Outgoing } from '../message.ts'
import type { NatsLink } from './connect.ts'

export interface Stored {
  seq: number
  /** The stream already had this id; `seq` is the first one's. */
  duplicate: boolean
}

/**
 * Stores one message, waiting for the server's word. A publish made while disconnected is dropped and not kept, hence
 * two tries of 2 s under the same id. Throws `StorageFull` when the stream takes no more.
 */
export async function publish(link: NatsLink, message: Outgoing, tries = 2): Promise<Stored> {
  const headers = toNatsHeaders(message)
  for (let left = tries; ; left--) {
    try {
      const ack = await link.js.publish(`${link.namespace}.${message.subject}`, message.body, {
        msgID: message.id,
        headers,
        timeout: 2000,
      })
      return { seq: ack.seq, duplicate: ack.duplicate }
    } catch (thrown) {
      if (isFull(thrown)) throw new StorageFull(`The stream for ${message.subject} is full.`, { cause: thrown })
      if (left <= 1) throw toError(thrown)
    }
  }
}

function toNatsHeaders(message: Outgoing): MsgHdrs {
  const headers = natsHeaders()
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, value)
  headers.set(HEADER.msgId, message.id)
  return headers
}

/** 10077 and 10047: limits of the stream and of the server's store. */
function isFull(thrown: unknown): boolean {
  if (thrown instanceof JetStreamApiError && (thrown.code === 10077 || thrown.code === 10047)) return true
  return /maximum (messages|bytes) exceeded|insufficient (storage|resources)/i.test(toError(thrown).message)
}
