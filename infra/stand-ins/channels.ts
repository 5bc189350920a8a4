import type { Context } from 'hono'
import { Hono } from 'hono'
import { type StandIn, startStandIn } from './stand-in.ts'

/** Something that reached a receiver and was taken. */
export interface Taken {
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
  /** As it came. */
  text: string
}

interface Play {
  /** What a channel is configured with to reach it; `url` is the receiver's own address. */
  config: (url: string) => Record<string, unknown>
  /** Which of these are secrets. */
  secrets: readonly string[]
  /** Null lets it in; a response refuses it as the original does. */
  refuse: (taken: Taken, c: Context) => Response | null
  says: () => Response
}

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers })
const text = (status: number, body: string): Response => new Response(body, { status })

const TOKEN = '12345:AAtelegram-token-of-the-stand-in'

/** The services that channels speak to over HTTP, as far as MediaNest uses them. */
const PLAYS = {
  webhook: {
    config: (url) => ({ url: `${url}/hook` }),
    secrets: [],
    refuse: (_taken, c) => (c.req.path === '/hook' ? null : text(404, 'Not Found')),
    says: () => text(200, 'ok'),
  },
  discord: {
    config: (url) => ({ url: `${url}/api/webhooks/1/discord-token-of-the-stand-in` }),
    secrets: ['url'],
    refuse({ path, body }) {
      if (path !== '/api/webhooks/1/discord-token-of-the-stand-in')
        return json(404, { message: 'Unknown Webhook', code: 10_015 })
      const [embed] = (body['embeds'] ?? []) as { title: string; description: string }[]
      if (!embed || embed.title.length > 256 || embed.description.length > 4096)
        return json(400, { message: 'Invalid Form Body', code: 50_035 })
      return null
    },
    says: () => json(200, { id: '1', type: 0 }),
  },
  slack: {
    config: (url) => ({ url: `${url}/services/T0/B0/slack-token-of-the-stand-in` }),
    secrets: ['url'],
    refuse({ path, body }) {
      if (path !== '/services/T0/B0/slack-token-of-the-stand-in') return text(404, 'no_service')
      const blocks = body['blocks'] as { type: string; text?: { text: string } }[]
      const long = blocks.some((block) => (block.text?.text.length ?? 0) > (block.type === 'header' ? 150 : 3000))
      return long ? text(400, 'invalid_blocks') : null
    },
    says: () => text(200, 'ok'),
  },
  telegram: {
    config: (url) => ({ token: TOKEN, chatId: '-100', apiUrl: url }),
    secrets: ['token'],
    refuse({ path, body }) {
      const no = (code: number, description: string) => json(code, { ok: false, error_code: code, description })
      if (!path.startsWith(`/bot${TOKEN}/`)) return no(401, 'Unauthorized')
      if (path !== `/bot${TOKEN}/sendMessage`) return no(404, 'Not Found')
      if (body['chat_id'] !== '-100') return no(400, 'Bad Request: chat not found')
      const said = String(body['text'])
      if (said.length > 4096 + 100) return no(400, 'Bad Request: message is too long')
      // only its own tags may stand there
      if (/<(?!\/?(b|a)\b)/.test(said)) return no(400, "Bad Request: can't parse entities")
      return null
    },
    says: () => json(200, { ok: true, result: { message_id: 1 } }),
  },
  ntfy: {
    config: (url) => ({ server: url, topic: 'house', token: 'tk_of-the-stand-in' }),
    secrets: ['token'],
    refuse({ path, headers, body }) {
      const no = (status: number, code: number, error: string) => json(status, { code, http: status, error })
      if (headers['authorization'] !== 'Bearer tk_of-the-stand-in') return no(401, 40_101, 'unauthorized')
      if (path !== '/' || !/^[-_\w]{1,64}$/.test(String(body['topic']))) return no(400, 40_009, 'invalid topic')
      if (Number(body['priority']) < 1 || Number(body['priority']) > 5) return no(400, 40_007, 'invalid priority')
      return null
    },
    says: () => json(200, { id: 'x', event: 'message' }),
  },
  gotify: {
    config: (url) => ({ server: url, token: 'Agotify-of-the-stand-in' }),
    secrets: ['token'],
    refuse({ path, headers, body }) {
      const no = (errorCode: number, error: string, errorDescription: string) =>
        json(errorCode, { error, errorCode, errorDescription })
      if (path !== '/message') return no(404, 'Not Found', 'page not found')
      if (headers['x-gotify-key'] !== 'Agotify-of-the-stand-in')
        return no(
          401,
          'Unauthorized',
          'you need to provide a valid access token or user credentials to access this api',
        )
      return body['message'] ? null : no(400, 'Bad Request', "Field 'message' is required")
    },
    says: () => json(200, { id: 1 }),
  },
  pushover: {
    config: (url) => ({ server: url, token: 'pushover-app-of-the-stand-in', user: 'pushover-user-of-the-stand-in' }),
    secrets: ['token', 'user'],
    refuse({ path, body }) {
      const no = (error: string) => json(400, { status: 0, errors: [error], request: 'x' })
      if (path !== '/1/messages.json') return json(404, { status: 0, errors: ['not found'] })
      if (body['token'] !== 'pushover-app-of-the-stand-in') return no('application token is invalid')
      if (body['user'] !== 'pushover-user-of-the-stand-in') return no('user identifier is invalid')
      if (String(body['message']).length > 1024) return no('message cannot be longer than 1024 characters')
      return Number(body['priority']) > 1 ? no('expire must be supplied with priority=2') : null
    },
    says: () => json(200, { status: 1, request: 'x' }),
  },
  matrix: {
    config: (url) => ({ homeserver: url, room: '!room:example.org', token: 'syt_of-the-stand-in' }),
    secrets: ['token'],
    refuse({ path, headers }, c) {
      const no = (status: number, errcode: string, error: string) => json(status, { errcode, error })
      if (headers['authorization'] !== 'Bearer syt_of-the-stand-in')
        return no(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.')
      const room = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.message\/[^/]+$/.exec(path)?.[1]
      if (c.req.method !== 'PUT' || room === undefined) return no(404, 'M_UNRECOGNIZED', 'Unrecognized request')
      if (decodeURIComponent(room) !== '!room:example.org') return no(403, 'M_FORBIDDEN', 'User not in room')
      return null
    },
    says: () => json(200, { event_id: '$1' }),
  },
  apprise: {
    config: (url) => ({ server: url, key: 'house' }),
    secrets: ['urls'],
    refuse({ path, body }) {
      if (path === '/notify/house') return null
      // nothing is stored there: it has no other word for it
      if (path.startsWith('/notify/') && path !== '/notify/') return new Response(null, { status: 204 })
      if (path !== '/notify/') return text(404, 'Not Found')
      return body['urls'] ? null : json(400, { error: 'The payload lacks the minimum requirements' })
    },
    says: () => json(200, { error: null }),
  },
} satisfies Record<string, Play>

export type ReceiverKind = keyof typeof PLAYS

export const RECEIVER_KINDS = Object.keys(PLAYS) as ReceiverKind[]

/** A service that takes messages. */
export interface Receiver extends StandIn {
  readonly kind: ReceiverKind
  readonly config: Record<string, unknown>
  readonly secrets: readonly string[]
  /** What it took, the oldest first. */
  readonly taken: readonly Taken[]
  forgetTaken(): void
}

/** Starts a receiver on a free port of 127.0.0.1 (or `port`). */
export async function startReceiver(kind: ReceiverKind, options: { port?: number } = {}): Promise<Receiver> {
  const play: Play = PLAYS[kind]
  const taken: Taken[] = []
  const app = new Hono().all('*', async (c) => {
    const came = await c.req.text()
    const one = { path: new URL(c.req.url).pathname, headers: c.req.header(), body: parse(came), text: came }
    const refusal = play.refuse(one, c)
    if (refusal) return refusal
    taken.push(one)
    return play.says()
  })
  const standIn = await startStandIn((request) => app.fetch(request), options)
  return {
    ...standIn,
    kind,
    config: play.config(standIn.url),
    secrets: play.secrets,
    taken,
    forgetTaken: () => void taken.splice(0),
  }
}

function parse(came: string): Record<string, unknown> {
  try {
    return JSON.parse(came) as Record<string, unknown>
  } catch {
    return {}
  }
}
