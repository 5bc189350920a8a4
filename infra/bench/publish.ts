import { newId } from '../../bus/ids.ts'
import { type Bench, byTurns, type Figure, perSecond, rate } from './bench.ts'
import { Added, item } from './things.ts'

const MESSAGES = 2000
const AT_ONCE = 16

/** Durable publish through the bus, against the client's own with the same body to the same stream. */
export async function benchPublish({ client, link, who }: Bench): Promise<Figure[]> {
  const sides = await byTurns(5, {
    raw: () =>
      perSecond(MESSAGES, AT_ONCE, (n) => {
        const data = item(n, newId())
        return link.js.publish(`${link.namespace}.evt.bench.raw.v1.${data.itemId}`, JSON.stringify(data))
      }),
    bus: () => perSecond(MESSAGES, AT_ONCE, (n) => client.publishEvent(Added, item(n, newId()), who)),
  })
  return [
    {
      what: `durable publish through the bus, ${AT_ONCE} at once, 220 bytes`,
      value: rate(sides.bus.median),
      against: `raw JetStream publish with ack, no headers: ${rate(sides.raw.median)}`,
      ratio: sides.bus.toFirst,
      aim: '0.8',
    },
  ]
}
