import type { ConsumerMessages } from '@nats-io/jetstream'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { toError } from '../errors.ts'
import type { NatsLink } from './connect.ts'
import { ACK_WAIT_MS, type Delivery, JsDelivery, openConsumer, type Running, type Subscription } from './consumer.ts'

/** Handlers quicker than this on average get messages laid in, so that none waits for the server. */
const QUICK_MS = 100
/** For them: as many run, are being settled, and wait their turn. */
const LAID_IN = 3

/** A third of the wait leaves room for a slow turn. */
const HEARTBEAT_MS = ACK_WAIT_MS / 3

/**
 * Pulls for ever: a consumer that was deleted is made again, a server that went away is waited for. At most
 * `concurrency` messages are handled at once. The server hears of everything that is held here, so that nothing is
 * given to somebody else while it runs or waits its turn; slow handlers hold nothing that waits.
 */
export function subscribe(link: NatsLink, sub: Subscription): Running {
  const held = new Map<Delivery, number>()
  const waiting: Delivery[] = []
  let running = 0
  let averageMs = QUICK_MS
  const stopping = new AbortController()
  let messages: ConsumerMessages | null = null
  let wake = Promise.withResolvers<void>()

  const quick = (): boolean => averageMs < QUICK_MS
  const room = (): number => sub.concurrency * (quick() ? LAID_IN : 1) - held.size
  /** Quick handlers ask for several at once. */
  const worthAsking = (): boolean => room() >= (quick() ? Math.ceil(sub.concurrency / 2) : 1)

  const startNext = (): void => {
    while (running < sub.concurrency && waiting.length > 0) void run(waiting.shift()!)
  }
  const run = async (delivery: Delivery): Promise<void> => {
    const begun = performance.now()
    let freed = false
    const free = (): void => {
      if (freed) return
      freed = true
      running--
      averageMs += (performance.now() - begun - averageMs) / 8
      startNext()
    }
    running++
    await sub.handle(delivery, free).catch((error: unknown) => {
      link.log.error({ err: toError(error), durable: sub.durable }, 'A handler broke its promise not to throw.')
    })
    held.delete(delivery)
    free()
    wake.resolve()
  }

  const heartbeat = setInterval(() => {
    const since = performance.now() - HEARTBEAT_MS / 2
    for (const [delivery, taken] of held) if (taken < since) delivery.working()
  }, HEARTBEAT_MS)

  // what was asked of the server is forgotten with the connection, and the client is slow to ask again
  const forget = link.onReconnect(() => messages?.stop())

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const consumer = await openConsumer(link, sub)
        while (!stopping.signal.aborted) {
          if (!worthAsking()) {
            wake = Promise.withResolvers()
            await wake.promise
            continue
          }
          messages = await consumer.fetch({ max_messages: room(), expires: 5000, idle_heartbeat: 1000 })
          if (stopping.signal.aborted) messages.stop()
          for await (const message of messages) {
            const delivery = new JsDelivery(message)
            held.set(delivery, performance.now())
            waiting.push(delivery)
            startNext()
          }
        }
      } catch (error) {
        if (stopping.signal.aborted) break
        link.log.debug({ err: toError(error), durable: sub.durable }, 'Reading from the stream stopped; trying again.')
      }
      if (!stopping.signal.aborted) await delay(250)
    }
  })()

  return {
    async stop() {
      stopping.abort()
      messages?.stop()
      wake.resolve()
      await loop
      while (held.size > 0) {
        wake = Promise.withResolvers()
        await wake.promise
      }
      clearInterval(heartbeat)
      forget()
    },
  }
}
