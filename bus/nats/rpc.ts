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

/** Asks; throws `Refused` with the refusal's code, UNAVAILABLE when nobody listens, TIMEOUT when no answer comes. */
export async function request(
  link: NatsLink,
  subject: string,
  body: unknown,
  headers: Record<string, string>,
  timeoutMs = 5000,
): Promise<unknown> {
  const hdrs = natsHeaders()
  for (const [name, value] of Object.entries(headers)) hdrs.set(name, value)
  try {
    const message = await link.nc.request(`${link.namespace}.${subject}`, JSON.stringify(body), {
      timeout: timeoutMs,
      headers: hdrs,
    })
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
  }
}
