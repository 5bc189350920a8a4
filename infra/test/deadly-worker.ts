import { setTimeout as wait } from 'node:timers/promises'
import { defineFunction } from '../../bus/index.ts'
import { Made, things } from '../../bus/suite/things.ts'
import { hostHere } from './worker.ts'

// A process that one message kills while others are in hand.
const see = defineFunction({
  name: 'things.see',
  summary: 'Notes what was made, unless that is 666, which kills the process.',
  domain: things,
  on: Made,
  startAt: 'beginning',
  retry: { attempts: 2 },
  async run({ n }, ctx) {
    await wait(n === 666 ? 100 : 300)
    if (n === 666) process.kill(process.pid, 'SIGKILL')
    await ctx.write(async (tx) => {
      await tx.insertInto('seen').values({ id: ctx.meta.id, n }).execute()
    })
  },
})

await hostHere([see])
