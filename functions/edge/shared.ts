import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Edge } from './variables.ts'

/**
 * An answer that is the same for everybody: caches may keep it for `seconds`, and who has it already hears 304. It is
 * known by `content`, which leaves out what differs from one asking to the next.
 */
export function shared(c: Context<Edge>, seconds: number, content: string, answer: () => Response): Response {
  // weak: the envelope and the compression around it may differ
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  const had = c.req
    .header('if-none-match')
    ?.split(',')
    .map((one) => one.trim())
  c.header('cache-control', `public, max-age=${seconds}`)
  c.header('etag', etag)
  return had?.includes(etag) ? c.body(null, 304) : answer()
}
