import { performance } from 'node:perf_hooks'
import { DeliverPolicy } from '@nats-io/jetstream'
import { newId } from '../../bus/ids.ts'
import { readJournal } from '../../bus/nats/journal.ts'
import { type Bench, byTurns, type Figure, perSecond, rate } from './bench.ts'
import { Added, item } from './things.ts'

const ENTRIES = 20_000

/** Reading the journal, against a raw ordered consumer of the same stream. */
export async function benchJournal(bench: Bench): Promise<Figure[]> {
  const { client, link, who } = bench
  const stream = `${link.namespace}_EVT`
  // what other benches left there has other shapes
  await link.jsm.streams.purge(stream)
  await perSecond(ENTRIES, 128, (n) => client.publishEvent(Added, item(n, newId()), who))
  const { state } = await link.jsm.streams.info(stream)
  const timed = async (read: () => Promise<void>): Promise<number> => {
    const begun = performance.now()
    await read()
    return (ENTRIES / (performance.now() - begun)) * 1000
  }
  const sides = await byTurns(5, {
    raw: () =>
      timed(async () => {
        const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: state.first_seq }
        const consumer = await link.js.consumers.get(stream, start)
        const messages = await consumer.consume({ max_messages: 500 })
        for await (const message of messages) {
          message.json()
          if (message.seq === state.last_seq) break
        }
        messages.stop()
      }),
    bus: () =>
      timed(async () => {
        const { promise, resolve } = Promise.withResolvers<void>()
        const reader = readJournal(link, 'events', { seq: state.first_seq }, (entry) => {
          if (entry.seq === state.last_seq) resolve()
        })
        await promise
        await reader.stop()
      }),
  })
  return [
    {
      what: 'journal reading, entries with headers and data parsed',
      value: rate(sides.bus.median),
      against: `raw ordered consumer, JSON parsed: ${rate(sides.raw.median)}`,
      ratio: sides.bus.toFirst,
      aim: '0.8',
    },
  ]
}
