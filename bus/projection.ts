import { toError } from './errors.ts'
import type { ProjectionFunction, Recorded } from './function.ts'
import { durableOf, type Hosted } from './host.ts'
import { type Delivery, ensureConsumer, type Running } from './nats/consumer.ts'
import { toRecorded } from './nats/journal.ts'
import { subscribe } from './nats/pull.ts'
import type { AnyStream } from './nats/streams.ts'
import { writeOnce } from './pg/write.ts'

type ProjectionFn = ProjectionFunction<never>

const STREAMS = [
  { stream: 'events', subjects: ['evt.>'] },
  { stream: 'commands', subjects: ['cmd.>'] },
  { stream: 'hooks', subjects: ['hook.>'] },
  { stream: 'dead-letters', subjects: ['dlq.>'] },
] as const satisfies { stream: AnyStream; subjects: string[] }[]

const BATCH = 256
const WAIT_MS = 15

interface Waiting {
  entry: Recorded
  delivery: Delivery
}

/** Feeds a projection from every stream, in batches. All processes share the durables. */
export async function startProjection(hosted: Hosted): Promise<Running> {
  const running = await Promise.all(STREAMS.map((spec) => startStream(hosted, spec.stream, spec.subjects)))
  return {
    async stop() {
      await Promise.all(running.map((r) => r.stop()))
    },
  }
}

async function startStream(hosted: Hosted, stream: AnyStream, subjects: readonly string[]): Promise<Running> {
  const batcher = new Batcher(hosted)
  const subscription = {
    stream,
    durable: durableOf(hosted.fn),
    subjects,
    from: 'all',
    concurrency: BATCH,
    handle: (delivery: Delivery) => batcher.add(delivery),
  } as const
  await ensureConsumer(hosted.host.link, subscription)
  return subscribe(hosted.host.link, subscription)
}

/** Collects deliveries for a moment and writes them in one transaction. */
class Batcher {
  readonly #hosted: Hosted
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null

  constructor(hosted: Hosted) {
    this.#hosted = hosted
  }

  async add(delivery: Delivery): Promise<void> {
    try {
      const { namespace } = this.#hosted.host.link
      const entry = toRecorded(namespace, delivery.subject, delivery.seq, (h) => delivery.header(h), delivery.text())
      if (!entry) return delivery.ack()
      this.#waiting.push({ entry, delivery })
    } catch (error) {
      this.#hosted.log.warn({ err: toError(error), seq: delivery.seq }, 'A message is unreadable and left out.')
      return delivery.ack()
    }
    this.#flushing ??= new Promise((done) => setTimeout(done, WAIT_MS)).then(() => this.#flush())
    await this.#flushing
  }

  async #flush(): Promise<void> {
    this.#flushing = null
    const batch = this.#waiting
    this.#waiting = []
    const fn = this.#hosted.fn as unknown as ProjectionFn
    const { host } = this.#hosted
    try {
      await fn.run(
        batch.map((w) => w.entry),
        {
          log: this.#hosted.log,
          write: async (work) => {
            await writeOnce(host.pool, { domain: this.#hosted.fn.domain.name, roles: host.roles }, work, () => ({
              outbox: [],
            }))
          },
        },
      )
      for (const { delivery } of batch) delivery.ack()
    } catch (error) {
      this.#hosted.log.debug({ err: toError(error) }, 'A batch could not be written; it comes again.')
      for (const { delivery } of batch) delivery.nak(1000)
    }
  }
}
