import { createInterface } from 'node:readline'
import { defineFunction } from '../../bus/index.ts'
import type { NatsLink } from '../../bus/nats/connect.ts'
import { Made, Make, things } from '../../bus/suite/things.ts'
import { hostHere } from './worker.ts'

// The worker of the fault run: command -> row and event -> row of a second function. Its parent kills it, or names a
// place on the standard input at which it kills itself.
const make = defineFunction({
  name: 'things.make',
  summary: 'Makes a thing and announces it.',
  domain: things,
  on: Make,
  emits: [Made],
  retry: { first: '100ms' },
  async run({ n }, ctx) {
    return ctx.write(async (tx) => {
      await tx.insertInto('made').values({ id: ctx.meta.id, n }).execute()
      ctx.emit(Made, { n })
      return { n }
    })
  },
})

const see = defineFunction({
  name: 'things.see',
  summary: 'Notes what was made.',
  domain: things,
  on: Made,
  startAt: 'beginning',
  retry: { first: '100ms' },
  async run({ n }, ctx) {
    await ctx.write(async (tx) => {
      await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
    })
  },
})

/** Dies around the publish of an outbox row when told to: rows are committed there, and nothing is acknowledged yet. */
function dieAtPublish(link: NatsLink): void {
  let place = ''
  createInterface({ input: process.stdin }).on('line', (line) => void (place = line))
  const publish = link.js.publish.bind(link.js)
  const die = (): void => void process.kill(process.pid, 'SIGKILL')
  link.js.publish = async (...args) => {
    if (place === 'before publish') die()
    const ack = await publish(...args)
    if (place === 'after publish') die()
    return ack
  }
}

// where a server is down just now the parent starts another one
await hostHere([make, see], dieAtPublish).catch(() => process.exit(1))
process.stdout.write('ready\n')
