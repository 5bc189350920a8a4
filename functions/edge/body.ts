import type { Context } from 'hono'
import { Refused } from '../../bus/gateway.ts'
import type { Edge } from './variables.ts'

/** What is read past the limit before answering, so that a plain client hears the 413 instead of a broken pipe. */
const SWALLOWED_BYTES = 8 * 1024 * 1024

/** The whole body. Throws `Refused('PAYLOAD_TOO_LARGE')` past the limit. */
export async function readBody(c: Context<Edge>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const stream = c.req.raw.body
  if (!stream) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size <= maxBytes) chunks.push(chunk)
    else if (size > SWALLOWED_BYTES) break
  }
  if (size > maxBytes)
    throw new Refused('PAYLOAD_TOO_LARGE', `The body is larger than ${Math.round(maxBytes / 1024)} KB.`, { maxBytes })
  return Buffer.concat(chunks)
}

/** A JSON object, or an empty one for an empty body. Throws `Refused` with INVALID or UNSUPPORTED_MEDIA. */
export async function readJson(c: Context<Edge>, maxBytes: number): Promise<Record<string, unknown>> {
  const body = await readBody(c, maxBytes)
  if (body.length === 0) return {}
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\b/i.test(type))
    throw new Refused('UNSUPPORTED_MEDIA', 'Send the body as JSON with Content-Type: application/json.')
  const parsed = parseJson(body.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Refused('INVALID', 'The body must be a JSON object.')
  return parsed as Record<string, unknown>
}

/** Throws `Refused('INVALID')` on what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused('INVALID', 'The body is not valid JSON.')
  }
}
