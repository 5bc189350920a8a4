import type { Context } from 'hono'
import { type FeedItem, heardBy, type LiveHub, mayHear } from './live-hub.ts'
import type { Edge } from './variables.ts'
import type { Visitor } from './visitor.ts'

const COMMENT_EVERY_MS = 15_000
/** A page that does not read is let go, and resumes by its last id. */
const MAX_WAITING = 2000

const encode = (item: FeedItem, visitor: Visitor): string =>
  `${item.id === null ? '' : `id: ${item.id}\n`}event: ${item.name}\ndata: ${heardBy(item, visitor)}\n\n`

/** The feed as server-sent events, resuming by `Last-Event-ID` (or `?lastEventId=`). */
export async function openFeed(c: Context<Edge>, hub: LiveHub, visitor: Visitor): Promise<Response> {
  const given = c.req.header('last-event-id') ?? c.req.query('lastEventId')
  const lastId = given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : null
  const text = new TextEncoder()
  let leave = (): void => {}
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const early: FeedItem[] = []
        let caughtUp = false
        const close = (): void => {
          leave()
          try {
            controller.close()
          } catch {
            // the page was gone already
          }
        }
        const write = (chunk: string): void => {
          if ((controller.desiredSize ?? 0) < -MAX_WAITING) close()
          else controller.enqueue(text.encode(chunk))
        }
        const left = hub.join({
          role: visitor.role,
          userId: visitor.userId,
          credentialId: visitor.credentialId,
          endsAt: visitor.endsAt,
          send: (item) => (caughtUp ? write(encode(item, visitor)) : early.push(item)),
          close,
        })
        const timer = setInterval(() => write(': still here\n\n'), COMMENT_EVERY_MS)
        leave = () => {
          left()
          clearInterval(timer)
        }
        write('retry: 1000\n: welcome\n\n')
        const missed = lastId === null ? { items: [] } : await hub.since(lastId).catch(() => 'reset' as const)
        if (missed === 'reset') write('event: reset\ndata: {}\n\n')
        const sent = missed === 'reset' ? [] : missed.items
        for (const item of sent) if (mayHear(item, visitor)) write(encode(item, visitor))
        const upTo = sent.at(-1)?.id ?? -1
        for (const item of early) if (item.id === null || item.id > upTo) write(encode(item, visitor))
        caughtUp = true
      },
      cancel: () => leave(),
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
