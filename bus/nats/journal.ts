import { DeliverPolicy, type JsMsg, type OrderedConsumerOptions } from '@nats-io/jetstream'
import { fromKeyToken } from '../../contracts/subjects.ts'
import { fromHeaders, parseBody } from '../message.ts'
import { toError } from '../errors.ts'
import type { Recorded } from '../function.ts'
import type { NatsLink } from './connect.ts'
import { type Running, toRecord } from './consumer.ts'
import { streamName, type AnyStream } from './streams.ts'

const KIND = { evt: 'event', hook: 'event', cmd: 'command', dlq: 'dead-letter' } as const

/** A stored message as the journal shows it; null for what is no entry (a redrive's transport copy). */
export function toRecorded(
  namespace: string,
  subject: string,
  seq: number,
  header: (name: string) => string,
  text: string,
): Recorded | null {
  const [token, domain, , , key] = subject.slice(namespace.length + 1).split('.')
  const kind = KIND[token as keyof typeof KIND]
  if (!kind || !domain) return null
  const meta = fromHeaders(header)
  const data = parseBody(text)
  return {
    seq,
    id: meta.id,
    kind,
    type: meta.type,
    version: meta.version,
    domain: kind === 'dead-letter' ? domain : meta.type.split('.')[0]!,
    key: kind === 'dead-letter' ? (typeof data['key'] === 'string' ? data['key'] : '') : fromKeyToken(key ?? ''),
    time: meta.time,
    actor: meta.actor,
    sealedFrom: meta.sealedFrom,
    correlationId: meta.correlationId,
    causationId: meta.causationId,
    data,
  }
}

export interface JournalFrom {
  /** First sequence to read. */
  seq?: number
  time?: Date
  /** Only what comes from now on. */
  now?: true
}

export interface JournalReader extends Running {
  /** Settles once the reader stands where it was told to begin. */
  readonly ready: Promise<void>
}

/**
 * Reads one stream in its order and keeps on as it grows. After a lost connection it goes on where it was; nothing is
 * skipped and nothing comes twice.
 */
export function readJournal(
  link: NatsLink,
  stream: AnyStream,
  from: JournalFrom,
  read: (entry: Recorded) => void | Promise<void>,
  filter?: readonly string[],
): JournalReader {
  const stopping = new AbortController()
  let messages: { stop(): void } | null = null
  const ready = Promise.withResolvers<void>()
  const loop = (async () => {
    const subjects = filter ? { filter_subjects: filter.map((f) => `${link.namespace}.${f}`) } : {}
    let next = 0
    while (!stopping.signal.aborted) {
      try {
        next ||= await firstSeq(link, stream, from)
        // a stream that was put back to an older copy goes on below what was read of it before
        next = Math.min(next, (await streamBounds(link, stream)).last + 1)
        const consumer = await link.js.consumers.get(streamName(link, stream), {
          ...subjects,
          deliver_policy: DeliverPolicy.StartSequence,
          opt_start_seq: next,
        })
        const iterator = await consumer.consume({ max_messages: 1000, expires: 10_000, idle_heartbeat: 2000 })
        messages = iterator
        ready.resolve()
        for await (const message of iterator) {
          next = message.seq + 1
          await readOne(link, message, read)
          if (stopping.signal.aborted) break
        }
      } catch (error) {
        if (!stopping.signal.aborted)
          link.log.debug({ err: toError(error), stream }, 'Reading the journal stopped; trying again.')
      }
      if (!stopping.signal.aborted) await new Promise((again) => setTimeout(again, 250))
    }
  })()
  return {
    ready: ready.promise,
    async stop() {
      stopping.abort()
      messages?.stop()
      ready.resolve()
      await loop
    },
  }
}

async function readOne(link: NatsLink, message: JsMsg, read: (entry: Recorded) => void | Promise<void>): Promise<void> {
  try {
    const headers = toRecord(message)
    const header = (name: string): string => headers[name] ?? ''
    const entry = toRecorded(link.namespace, message.subject, message.seq, header, message.string())
    const reading = entry && read(entry)
    // a turn of the loop for each entry is what costs most where nothing is waited for
    if (reading) await reading
  } catch (error) {
    link.log.warn({ err: toError(error), subject: message.subject, seq: message.seq }, 'A journal entry is unreadable.')
  }
}

/**
 * Where a reader begins, as a sequence: the client makes a lost consumer anew behind what it has seen, so that one that
 * has seen nothing yet would begin at the beginning whatever it was told.
 */
async function firstSeq(link: NatsLink, stream: AnyStream, from: JournalFrom): Promise<number> {
  if (from.seq !== undefined) return Math.max(1, from.seq)
  if (!from.time && !from.now) return 1
  const start: Partial<OrderedConsumerOptions> = from.time
    ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.time.toISOString() }
    : { deliver_policy: DeliverPolicy.New }
  const probe = await link.js.consumers.get(streamName(link, stream), start)
  const { delivered } = await probe.info()
  await probe.delete()
  return delivered.stream_seq + 1
}

/** First and last sequence of a stream. */
export async function streamBounds(
  link: NatsLink,
  stream: AnyStream,
): Promise<{ first: number; last: number; created: string }> {
  const { state, created } = await link.jsm.streams.info(streamName(link, stream))
  return { first: state.first_seq, last: state.last_seq, created }
}
