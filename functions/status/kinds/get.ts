import { once } from 'node:events'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure } from 'node:https'
import type { TLSSocket } from 'node:tls'

/** More of a body is not read, whatever is looked for in it. */
export const MOST_BYTES = 1_000_000

export interface Answer {
  status: number
  /** Where it redirects to, as it says. */
  location: string | null
  certificateEndsAt: Date | null
  /** As much of it as is read at all. Call it or `end`. */
  body(): Promise<string>
  end(): void
}

/** One GET on a connection of its own: one that was kept would show its death as a failure of the service. */
export async function get(place: string, signal: AbortSignal): Promise<Answer> {
  const headers = { connection: 'close', 'user-agent': 'MediaNest', accept: '*/*' }
  const secure = /^https:/i.test(place)
  const asked = (secure ? getSecure : getPlain)(place, { agent: false, signal, headers })
  // also after the answer, when nobody waits any more: an unheard error would end the process
  asked.on('error', () => {})
  const [response] = (await once(asked, 'response', { signal })) as [IncomingMessage]
  response.on('error', () => {})
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location ?? null,
    certificateEndsAt: secure ? endOf(response.socket as TLSSocket) : null,
    async body() {
      const parts: Buffer[] = []
      let bytes = 0
      for await (const part of response as AsyncIterable<Buffer>) {
        parts.push(part)
        bytes += part.length
        if (bytes >= MOST_BYTES) break
      }
      asked.destroy()
      return Buffer.concat(parts).subarray(0, MOST_BYTES).toString()
    },
    end: () => void asked.destroy(),
  }
}

function endOf(socket: TLSSocket): Date | null {
  const end = new Date(socket.getPeerCertificate().valid_to)
  return Number.isNaN(end.getTime()) ? null : end
}
