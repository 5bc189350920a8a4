import { z } from 'zod'
import { type Outside, type OutsideAnswer, OutsideError, type OutsideRequest } from '../../../bus/index.ts'

/** Where services put the reason for a refusal. */
const Reason = z.looseObject({
  description: z.string().optional(),
  error: z.unknown().optional(),
  errorDescription: z.string().optional(),
  errors: z.array(z.unknown()).optional(),
  message: z.string().optional(),
  retry_after: z.number().optional(),
  retry_after_ms: z.number().optional(),
  parameters: z.looseObject({ retry_after: z.number().optional() }).optional(),
})

/** Cures for what no repeat makes better. */
const CURES: Record<number, string> = {
  401: 'Check the token or password of this channel.',
  403: 'Check the token of this channel and what it may do.',
  404: 'Check the address, and whether what it leads to still exists.',
  410: 'What the address led to was deleted; make a new one and enter it here.',
}

interface Options {
  /** Whether what it answers to a refusal may be quoted; not for addresses that anybody may enter. */
  quotes?: boolean
}

/**
 * Asks once, past the breaker: the queue waits between tries itself, per channel, and another channel at the same address
 * must not be held up. A refusal is said in words, with the service's own reason and what to do about it.
 */
export async function post(
  outside: Outside,
  request: OutsideRequest,
  { quotes = true }: Options = {},
): Promise<OutsideAnswer<unknown>> {
  try {
    return await outside.call({ method: 'POST', trial: true, ...request })
  } catch (error) {
    if (!(error instanceof OutsideError) || error.status === undefined) throw error
    const said = quotes ? reasonOf(error.body) : undefined
    const words = [error.message, said?.text && `It says: ${said.text}`, CURES[error.status]].filter(Boolean).join(' ')
    throw new OutsideError(error.kind, error.system, words, {
      status: error.status,
      retryAfterMs: error.retryAfterMs ?? said?.retryAfterMs,
    })
  }
}

function reasonOf(
  body: string | undefined,
): { text: string | undefined; retryAfterMs: number | undefined } | undefined {
  const parsed = Reason.safeParse(parseJson(body ?? ''))
  if (!parsed.success) {
    const line = (body ?? '').trim()
    // Slack answers a bare word such as no_service
    return /^[\w ]{2,60}$/.test(line) ? { text: `${line}.`, retryAfterMs: undefined } : undefined
  }
  const said = parsed.data
  const first = [said.description, said.errorDescription, said.errors?.join('; '), said.message, said.error].find(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  )
  const seconds = said.parameters?.retry_after ?? said.retry_after
  return {
    text:
      first &&
      `${first
        .trim()
        .slice(0, 200)
        .replace(/[.\s]+$/, '')}.`,
    retryAfterMs: said.retry_after_ms ?? (seconds === undefined ? undefined : seconds * 1000),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
