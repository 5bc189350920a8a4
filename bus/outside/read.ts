import type { z } from 'zod'
import { OutsideError } from './error.ts'

/** What is wanted of the body. */
export type Accept = 'json' | 'text' | 'xml' | 'picture' | 'none'

export const ACCEPT_HEADER: Record<Accept, string> = {
  json: 'application/json',
  text: 'text/plain, */*;q=0.9',
  xml: 'application/xml, text/xml, */*;q=0.9',
  picture: 'image/*',
  none: '*/*',
}

export interface Wanted {
  system: string
  accept: Accept
  schema?: z.ZodType | undefined
  maxBytes: number
}

/** The body as what was wanted. Throws `OutsideError` of the kind `answer` when it is something else. */
export async function readAnswer(response: Response, wanted: Wanted): Promise<unknown> {
  const { system, accept, schema } = wanted
  if (accept === 'none') {
    dropBody(response)
    return undefined
  }
  const { bytes, cut } = await readBytes(response, wanted.maxBytes)
  const text = accept === 'picture' ? '' : new TextDecoder().decode(bytes)
  if (cut) throw misfit(response, system, `answered more than ${wanted.maxBytes / 1_000_000} MB`, text)
  if (accept === 'picture') return bytes
  const value = accept === 'json' ? parseJson(response, system, text) : text
  if (!schema) return value
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  throw misfit(response, system, `answered something else than agreed${where}: ${issue?.message}`, text)
}

/** The beginning of a body; of the rest nobody hears. Cut where it is longer than `maxBytes`. */
export async function readStart(response: Response, maxBytes: number): Promise<{ text: string; cut: boolean }> {
  const { bytes, cut } = await readBytes(response, maxBytes)
  return { text: new TextDecoder().decode(bytes), cut }
}

async function readBytes(response: Response, maxBytes: number): Promise<{ bytes: Buffer; cut: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  // leaving the loop cancels the stream
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > maxBytes) break
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: size > maxBytes }
}

/** Lets go of a body that nobody reads. */
export function dropBody(response: Response): void {
  response.body?.cancel().catch(() => {})
}

/** An empty body is undefined. Some say text/plain and send JSON, but a page is never JSON. */
function parseJson(response: Response, system: string, text: string): unknown {
  if (text.trim() === '') return undefined
  const type = response.headers.get('content-type') ?? ''
  if (/html/i.test(type) || /^\s*</.test(text))
    throw misfit(response, system, 'answered with a page instead of JSON; is the address its own?', text)
  try {
    return JSON.parse(text)
  } catch {
    throw misfit(response, system, 'answered something that is not JSON', text)
  }
}

/** As much of a body as an error keeps. */
export const KEPT_BYTES = 2048

const misfit = (response: Response, system: string, words: string, text: string): OutsideError =>
  new OutsideError(
    'answer',
    system,
    `${system} ${words}.`.replace(/[.?]\.$/, (end) => end.charAt(0)),
    {
      status: response.status,
      body: text.slice(0, KEPT_BYTES),
    },
  )
