import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'

/** A request that reached a stand-in. Credentials in it are replaced by HIDDEN. */
export interface Call {
  method: string
  /** Without the query. */
  path: string
  query: Record<string, string>
  /** Names in lower case. */
  headers: Record<string, string>
  /** When it arrived, in milliseconds since 1970. */
  at: number
}

/**
 * What to do instead of answering: a status, cut the connection without an answer (`drop`), never answer (`hang`), or
 * answer 200 with a page that is none of the product's (`garbage`), as a captive portal or a wrong proxy does.
 */
export type Failure = { status: number; body?: string; headers?: Record<string, string> } | 'drop' | 'hang' | 'garbage'

/**
 * Which requests are meant: those whose path, with the base that a service may have, begins with the text or fits the
 * expression. All by default.
 */
export interface Where {
  path?: string | RegExp
  /** How many requests it holds for; until `heal()` by default. */
  times?: number
}

/** A server on 127.0.0.1 that plays a product, and what a test may do to it. */
export interface StandIn {
  readonly url: string
  readonly port: number
  /** Every request since the start or `forgetCalls()`, the oldest first, failed ones too. */
  readonly calls: readonly Call[]
  callsTo(path: string | RegExp): Call[]
  forgetCalls(): void
  fail(failure: Failure, where?: Where): void
  /** Every answer comes `ms` milliseconds late; 0 ends that. */
  slow(ms: number): void
  /** Ends everything that `fail` and `slow` began. */
  heal(): void
  /** Closes the port and cuts every connection; what is known stays known. */
  down(): Promise<void>
  /** Opens the same port again. */
  up(): Promise<void>
  stop(): Promise<void>
}

export const HIDDEN = '(hidden)'
const SECRET =
  /^(authorization|cookie|set-cookie|x-plex-token|x-api-key|apikey|api_key|password|devicejwt|ma_password)$/i

type Fetch = (request: Request) => Response | Promise<Response>

/** Serves something besides requests on the same port, each time that it opens. Gives what ends that. */
export type Attach = (server: Server) => () => Promise<unknown>

/** Serves `fetch` on a port of 127.0.0.1 (`port`, or a free one), with the controls around it. */
export async function startStandIn(
  fetch: Fetch,
  options: { port?: number; attach?: Attach | undefined } = {},
): Promise<StandIn> {
  const calls: Call[] = []
  const failures: { failure: Failure; path: string | RegExp; left: number }[] = []
  let slowMs = 0
  let server: Server | undefined
  let detach: (() => Promise<unknown>) | undefined
  const answer = getRequestListener(fetch)

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request)
    calls.push(call)
    if (slowMs > 0) await wait(slowMs)
    const planned = failures.find(({ path, left }) => left > 0 && fits(call.path, path))
    if (!planned) return await answer(request, response)
    planned.left -= 1
    carryOut(planned.failure, response)
  }

  async function listen(port: number): Promise<number> {
    const opened = createServer((request, response) => void take(request, response))
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.listen(port, '127.0.0.1', resolve)
    })
    server = opened
    detach = options.attach?.(opened)
    return (opened.address() as AddressInfo).port
  }

  async function close(): Promise<void> {
    const open = server
    server = undefined
    if (!open) return
    await detach?.()
    const closed = new Promise<void>((resolve) => open.close(() => resolve()))
    open.closeAllConnections()
    await closed
  }

  const port = await listen(options.port ?? 0)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    callsTo: (path) => calls.filter((call) => fits(call.path, path)),
    forgetCalls: () => void calls.splice(0),
    fail: (failure, { path = '/', times = Infinity } = {}) => void failures.push({ failure, path, left: times }),
    slow: (ms) => void (slowMs = ms),
    heal() {
      failures.splice(0)
      slowMs = 0
    },
    down: close,
    async up() {
      if (!server) await listen(port)
    },
    stop: close,
  }
}

function fits(path: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? path.startsWith(wanted) : wanted.test(path)
}

function callOf(request: IncomingMessage): Call {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const shown = ([name, value]: [string, unknown]) => [name, SECRET.test(name) ? HIDDEN : String(value)]
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries([...url.searchParams].map(shown)) as Record<string, string>,
    headers: Object.fromEntries(Object.entries(request.headers).map(shown)) as Record<string, string>,
    at: Date.now(),
  }
}

function carryOut(failure: Failure, response: ServerResponse): void {
  if (failure === 'hang') return
  if (failure === 'drop') return void response.destroy()
  if (failure === 'garbage') {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><body>Please log in to the network</body></html>')
    return
  }
  const { status, body = '', headers = { 'content-type': 'text/plain' } } = failure
  response.writeHead(status, headers).end(body)
}
