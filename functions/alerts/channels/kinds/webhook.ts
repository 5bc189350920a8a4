import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { defineOutside } from '../../../../bus/index.ts'
import { defineChannelKind, field, headerText, httpAddress, oneLine, originOf } from '../kind.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'The webhook' })

/** A header name as HTTP has it (RFC 9110, 5.1), and none that we set ourselves. */
const headerName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~\dA-Za-z-]+$/, 'This is no name of a header.')
  .refine(
    (name) => !/^(webhook-|content-|host$|connection$|transfer-encoding$|expect$|te$|upgrade$|keep-alive$)/i.test(name),
    'MediaNest sets this header itself.',
  )

/** One that says of itself that it is base64 has to be, as half of it would sign with half a key. */
const signingSecret = oneLine(200)
  .min(8, 'Use at least 8 characters.')
  .regex(/^(?!whsec_)|^whsec_([A-Za-z0-9+/]{4}){2,}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
    error: 'After whsec_ comes base64, of 6 bytes at least.',
  })

/**
 * Standard Webhooks 1.0.0: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. A secret that begins with
 * `whsec_` is base64, any other is taken as it stands.
 */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

export const webhook = defineChannelKind({
  title: 'Webhook',
  hint: 'Posts each alert as JSON to an address of yours, also on the local network.',
  fields: {
    url: field(
      httpAddress.refine(
        (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
        'A name and password do not belong in the address: use the header for them.',
      ),
      { title: 'Address', input: 'url', required: true },
    ),
    secret: field(signingSecret.optional(), {
      title: 'Signing secret',
      description: 'Signs each message as Standard Webhooks has it, in the header webhook-signature.',
      input: 'secret',
      required: false,
    }),
    headerName: field(headerName.default('Authorization'), {
      title: 'Name of an extra header',
      input: 'text',
      required: false,
    }),
    headerValue: field(headerText(2000).optional(), {
      title: 'Value of the extra header',
      description: 'For example Bearer and a token.',
      input: 'secret',
      required: false,
    }),
  },
  goesTo: ({ url }) => originOf(url),
  async send({ url, secret, headerName, headerValue }, message, { signal, now }) {
    const body = JSON.stringify(message.body)
    const timestamp = Math.floor(now().getTime() / 1000)
    const headers: Record<string, string> = {
      ...(headerValue === undefined ? {} : { [headerName]: headerValue }),
      'content-type': 'application/json',
      'webhook-id': message.id,
      'webhook-timestamp': String(timestamp),
      ...(secret === undefined ? {} : { 'webhook-signature': signatureOf(secret, message.id, timestamp, body) }),
    }
    await post(outside, { url, headers, body, accept: 'none', signal }, { quotes: false })
  },
})
