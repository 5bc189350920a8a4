import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { HookRoute } from '../../contracts/route.ts'
import { type WebhookDoor, WebhookReceived } from '../../contracts/webhooks.ts'
import { type BusClient, Refused, type WatchedState } from '../../bus/gateway.ts'
import { parseJson, readBody } from './body.ts'
import { succeed } from './envelope.ts'
import type { Edge } from './variables.ts'

const MAX_HOOK_BYTES = 1024 * 1024

/**
 * Stores the raw body before anything reads it. An unknown secret is a 404 that says nothing, over 1 MB is 413, a body
 * that is no JSON is 400; everything else is 202, whatever it says.
 */
export async function receiveHook(
  c: Context<Edge>,
  route: HookRoute,
  client: BusClient,
  doors: WatchedState<typeof WebhookDoor>,
): Promise<Response> {
  await doors.ready
  if (!isKnown(doors.values.get(route.source)?.sha256, c.req.param('secret') ?? '')) throw new Refused('NOT_FOUND')
  const raw = await readBody(c, MAX_HOOK_BYTES)
  const body = route.body === 'json' ? raw.toString('utf8') : await payloadOf(c, raw)
  parseJson(body)
  await client.publishEvent(
    WebhookReceived,
    {
      source: route.source,
      contentType: (c.req.header('content-type') ?? '').split(';')[0]!.slice(0, 100),
      sizeBytes: raw.length,
      receivedAt: new Date().toISOString(),
      body,
    },
    { actor: `hook:${route.source}`, correlationId: c.var.correlationId, trace: c.req.header('traceparent') },
  )
  return succeed(c, { status: 'accepted' }, 202)
}

function isKnown(sha256: string | undefined, secret: string): boolean {
  const given = createHash('sha256').update(secret).digest()
  const known = Buffer.from(sha256 ?? '', 'hex')
  return known.length === given.length && timingSafeEqual(known, given)
}

/** The JSON text in the `payload` part; the picture part is dropped. */
async function payloadOf(c: Context<Edge>, raw: Buffer<ArrayBuffer>): Promise<string> {
  const type = c.req.header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(type))
    throw new Refused('UNSUPPORTED_MEDIA', 'Plex sends multipart/form-data with a part named payload.')
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData().catch(() => null)
  const payload = form?.get('payload')
  if (payload === null || payload === undefined) throw new Refused('INVALID', 'There is no part named payload.')
  return typeof payload === 'string' ? payload : payload.text()
}
