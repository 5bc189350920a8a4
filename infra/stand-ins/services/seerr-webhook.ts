import type { Context } from 'hono'
import { z } from 'zod'
import webhookDefault from '../fixtures/seerr-webhook-default.json' with { type: 'json' }
import { empty } from './product.ts'
import { type Notice, NOTICE_BITS } from './seerr/notices.ts'

const settings = z.looseObject({
  enabled: z.boolean(),
  embedPoster: z.boolean().optional(),
  types: z.number(),
  options: z.looseObject({
    webhookUrl: z.string(),
    authHeader: z.string().optional(),
    /** JSON whose value is the text of the template, which is JSON again. */
    jsonPayload: z.string(),
    supportVariables: z.boolean().optional(),
  }),
})
type Settings = z.infer<typeof settings>

const TEST: Notice = {
  type: 'TEST_NOTIFICATION',
  variables: { subject: 'Test Notification', message: 'Check check, 1, 2, 3. Are we coming in clear?' },
  blocks: [],
  extra: [],
}
/** Keys of the template that stand for a part that a notification may have. */
const BLOCK = /^\{\{(media|request|issue|comment|extra)\}\}$/
const AGENT_TIMEOUT_MS = 10_000

export interface WebhookAgent {
  /** What GET answers: the template as text. */
  shown(): object
  save: (c: Context) => Promise<Response>
  test: (c: Context) => Promise<Response>
  /** Posts it when the agent is on and has that kind chosen; throws when nobody is there. */
  notify(notice: Notice): Promise<boolean>
}

/** The webhook agent of Overseerr and Seerr: it posts for real, once, to whatever address it is given. */
export function createWebhookAgent(): WebhookAgent {
  const { jsonPayload, ...options } = webhookDefault.options
  let kept: Settings = {
    ...webhookDefault,
    options: { ...options, jsonPayload: toBase64(JSON.stringify(jsonPayload)) },
  }
  return {
    shown: () => ({
      ...kept,
      options: { ...kept.options, jsonPayload: JSON.parse(fromBase64(kept.options.jsonPayload)) },
    }),
    async save(c) {
      const sent = await read(c)
      if (sent instanceof Response) return sent
      try {
        JSON.parse(sent.options.jsonPayload)
      } catch (error) {
        return Response.json({ message: (error as Error).message }, { status: 500 })
      }
      kept = encoded(sent)
      return Response.json(kept)
    },
    async test(c) {
      const sent = await read(c)
      if (sent instanceof Response) return sent
      const arrived = await post(encoded(sent), TEST).catch(() => false)
      return arrived ? empty(204) : Response.json({ message: 'Failed to send webhook notification.' }, { status: 500 })
    },
    async notify(notice) {
      const chosen = kept.enabled && (kept.types & NOTICE_BITS[notice.type]) !== 0
      return chosen && (await post(kept, notice))
    },
  }
}

async function read(c: Context): Promise<Settings | Response> {
  const sent = settings.safeParse(await c.req.json().catch(() => undefined))
  if (sent.success) return sent.data
  const errors = sent.error.issues.map(({ path, message }) => ({ path: `/body/${path.join('/')}`, message }))
  return Response.json({ message: `request${errors[0]?.path} is not valid`, errors }, { status: 400 })
}

function encoded(sent: Settings): Settings {
  const options = { supportVariables: false, ...sent.options, jsonPayload: toBase64(sent.options.jsonPayload) }
  return { embedPoster: true, ...sent, options }
}

/** Throws when the template is no template, as the product does with one that was not put into JSON twice. */
async function post({ options }: Settings, notice: Notice): Promise<boolean> {
  const template = JSON.parse(JSON.parse(fromBase64(options.jsonPayload))) as object
  const answer = await fetch(options.webhookUrl, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/plain, */*',
      'content-type': 'application/json',
      'user-agent': 'axios/1.13.3',
      ...(options.authHeader ? { authorization: options.authHeader } : {}),
    },
    body: JSON.stringify(filled(template, notice)),
    signal: AbortSignal.timeout(AGENT_TIMEOUT_MS),
  })
  await answer.body?.cancel()
  return answer.ok
}

/** A template with its variables put in: unknown ones are empty, blocks that do not apply are null, `extra` is a list. */
function filled(template: object, notice: Notice): object {
  const variables: Record<string, string> = { notification_type: notice.type, ...notice.variables }
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables[name] ?? '')
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]: [string, unknown]) => {
        const [, block] = BLOCK.exec(key) ?? []
        if (block === undefined) return [key, fill(inner)]
        if (block === 'extra') return [block, notice.extra]
        return [block, notice.blocks.includes(block) ? fill(inner) : null]
      }),
    )
  }
  return fill(template) as object
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
