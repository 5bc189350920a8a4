import {
  headers as natsHeaders,
  type Msg,
  NoRespondersError,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node'
import { isErrorCode } from '../../contracts/errors.ts'
import { Refused, toError } from '../errors.ts'
import type { NatsLink } from './connect.ts'
import type { Running } from './consumer.ts'

const ERROR_CODE = 'Nats-Service-Error-Code'

/** The answer to a question: data, or a refusal with its code. */
export type Answer =
  | { data: unknown }
  | { code: string; message: string; details?: Record<string, unknown> | undefined }

export interface Question {
  header(name: string): string
  text(): string
}

/** Answers questions on a subject, sharing them with every other process that does. `subject` is without namespace. */
export function serve(link: NatsLink, subject: string, answer: (question: Question) => Promise<Answer>): Running {
  const inHand = new Set<Promise<void>>()
  const subscription = link.nc.subscribe(`${link.namespace}.${subject}`, { queue: 'owners' })
  const loop = (async () => {
    for await (const message of subscription) {
      const tracked = reply(message, answer).finally(() => inHand.delete(tracked))
      inHand.add(tracked)
    }
  })()
  return {
    async stop() {
      subscription.unsubscribe()
      await loop
      await Promise.allSettled(inHand)
    },
  }
}

async function reply(message: Msg, answer: (question: Question) => Promise<Answer>): Promise<void> {
  const result = await answer({
    header: (name) => message.headers?.get(name) ?? '',
    text: () => message.string(),
  }).catch((error: unknown): Answer => ({ code: 'INTERNAL', message: toError(error).message }))
  if ('data' in result) {
    message.respond(JSON.stringify(result.data ?? null))
    return
  }
  const headers = natsHeaders()
  headers.set(ERROR_CODE, result.code)
  message.respond(JSON.stringify({ message: result.message, details: result.details }), { headers })
}

const GONE = 'The connection to the message store is lost. Try again shortly.'

/** How long a question waits for a lost connection, and after which silence the server itself is asked for a sign. */
const PATIENCE_MS = 2000

/**
 * Asks; throws `Refused` with the refusal's code, UNAVAILABLE when nobody listens or NATS itself is away, TIMEOUT when
 * no answer comes. What was asked when the connection broke is refused as UNAVAILABLE, not waited for: its answer is gone.
 */
export async function request(
  link: NatsLink,
  subject: string,
  body: unknown,
  headers: Record<string, string>,
  timeoutMs = 5000,
): Promise<unknown> {
  if (!(await link.untilConnected(PATIENCE_MS))) throw new Refused('UNAVAILABLE', GONE)
  const hdrs = natsHeaders()
  for (const [name, value] of Object.entries(headers)) hdrs.set(name, value)
  const answered = new AbortController()
  try {
    const asked = link.nc.request(`${link.namespace}.${subject}`, JSON.stringify(body), {
      timeout: timeoutMs,
      headers: hdrs,
    })
    // the loser of the race must not surface as an unheard rejection
    asked.catch(() => {})
    const message = await Promise.race([asked, refuseWhenGone(link, answered.signal)])
    const code = message.headers?.get(ERROR_CODE)
    if (!code) return message.json()
    const { message: text, details } = message.json<{ message?: string; details?: Record<string, unknown> }>()
    throw new Refused(isErrorCode(code) ? code : 'INTERNAL', text, details)
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown
    const cause = thrown instanceof RequestError && thrown.cause instanceof Error ? thrown.cause : thrown
    if (cause instanceof NoRespondersError || (thrown instanceof RequestError && thrown.isNoResponders()))
      throw new Refused('UNAVAILABLE')
    if (cause instanceof TimeoutError) throw new Refused('TIMEOUT')
    throw thrown
  } finally {
    answered.abort()
  }
}

/** Rejects when the connection is lost, or when a server that keeps silent gives no sign of life either. */
async function refuseWhenGone(link: NatsLink, answered: AbortSignal): Promise<never> {
  const lost = link.untilLost(answered).then(() => 'lost' as const)
  for (;;) {
    const first = await Promise.race([lost, pause(PATIENCE_MS, answered)])
    if (answered.aborted) return new Promise<never>(() => {})
    if (first === 'lost') throw new Refused('UNAVAILABLE', GONE)
    const alive = await Promise.race([link.nc.flush().then(() => true), pause(1000, answered)])
    if (answered.aborted) return new Promise<never>(() => {})
    if (alive !== true) throw new Refused('UNAVAILABLE', GONE)
  }
}

/** Undefined after a while, or at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve(undefined)
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
