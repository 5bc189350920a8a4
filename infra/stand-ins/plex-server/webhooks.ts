import { setTimeout as wait } from 'node:timers/promises'
import { SMALL_JPEG } from './small-jpeg.ts'

/** The content of the part `payload`. */
export interface Payload {
  event: string
  [field: string]: unknown
}

/** One attempt: the server never tries a second time. */
export interface Sent {
  url: string
  payload: Payload
  /** The answer's status; none when nobody answered, or when it got lost on the way. */
  status?: number
  lost?: true
}

/** What may go wrong on the way, as it does with webhooks that nobody retries. */
export interface WebhookTroubles {
  /** Share of the webhooks that are never sent, 0 to 1. */
  lose(share: number): void
  /** How often each is sent; 1 by default. */
  repeat(times: number): void
  /** Holds `together` of them back (or what came within 200 ms) and sends them in another order; 1 ends that. */
  shuffle(together?: number): void
  heal(): void
  /** Every attempt since the start, the oldest first. */
  readonly sent: readonly Sent[]
  /** Once nothing is on its way any more, what was held back included. */
  settled(): Promise<void>
}

export interface Webhooks extends WebhookTroubles {
  send(urls: readonly string[], payload: Payload, picture?: Uint8Array): void
}

const WINDOW_MS = 200
const TIMEOUT_MS = 10_000

/** Posts webhooks as a media server does: multipart/form-data, once, without looking at the answer. `random` is 0 to 1. */
export function createWebhooks(random: () => number = Math.random): Webhooks {
  const sent: Sent[] = []
  const held: (() => Promise<void>)[] = []
  let [share, times, together] = [0, 1, 1]
  let timer: NodeJS.Timeout | undefined
  let onTheWay = 0
  let line = Promise.resolve()

  async function post(url: string, payload: Payload, picture?: Uint8Array): Promise<void> {
    if (random() < share) return void sent.push({ url, payload, lost: true })
    const form = new FormData()
    form.set('payload', JSON.stringify(payload))
    if (picture) form.set('thumb', new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' }), 'thumb.jpg')
    const init = { method: 'POST', body: form, signal: AbortSignal.timeout(TIMEOUT_MS) }
    const status = await fetch(url, init).then(
      async (response) => (await response.arrayBuffer(), response.status),
      () => undefined,
    )
    sent.push({ url, payload, ...(status === undefined ? {} : { status }) })
  }

  function start(job: () => Promise<void>): void {
    line = line.then(job).finally(() => void (onTheWay -= 1))
  }

  function release(): void {
    clearTimeout(timer)
    timer = undefined
    const jobs = held.splice(0).map((job) => ({ job, at: random() }))
    for (const { job } of jobs.toSorted((a, b) => a.at - b.at)) start(job)
  }

  return {
    sent,
    send(urls, payload, picture) {
      const kept = structuredClone(payload)
      for (const url of urls) {
        for (let time = 0; time < times; time += 1) {
          const job = () => post(url, kept, picture)
          onTheWay += 1
          if (together <= 1) start(job)
          else held.push(job)
        }
      }
      if (held.length >= together) release()
      else if (held.length > 0) timer ??= setTimeout(release, WINDOW_MS).unref()
    },
    lose: (of) => void (share = of),
    repeat: (count) => void (times = count),
    shuffle(count = 5) {
      together = count
      if (count <= 1) release()
    },
    heal() {
      ;[share, times, together] = [0, 1, 1]
      release()
    },
    async settled() {
      release()
      await line
      if (onTheWay > 0) await wait(5).then(() => this.settled())
    },
  }
}

/** The events that carry a picture. */
const WITH_PICTURE = new Set(['media.play', 'media.rate', 'library.new', 'library.on.deck', 'playback.started'])

export function pictureFor(event: string, picture: Uint8Array | undefined): Uint8Array | undefined {
  return WITH_PICTURE.has(event) ? (picture ?? SMALL_JPEG) : undefined
}
