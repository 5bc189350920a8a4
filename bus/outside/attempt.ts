import { ofetch } from 'ofetch'
import { badStatus, connectionFailed, OutsideError } from './error.ts'
import { networkFailure, rootOf } from './network-failure.ts'
import { ACCEPT_HEADER, type Accept, dropBody, KEPT_BYTES, readAnswer, readStart, type Wanted } from './read.ts'
import { retryAfterMs } from './retry.ts'
import { addQuery, httpUrl, type Query } from './url.ts'

export type OutsideMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What can be sent: an object goes as JSON, the rest as fetch sends it. */
export type OutsideBody = object | string

/** A request that is ready to be sent, as often as it takes. */
export interface Prepared extends Wanted {
  url: URL
  method: OutsideMethod
  headers: Headers
  body: BodyInit | undefined
  /** Statuses that are answers although they are no 2xx. */
  expect: readonly number[]
}

interface Parts {
  url: string | URL
  method?: OutsideMethod | undefined
  headers?: Readonly<Record<string, string>> | undefined
  query?: Query | undefined
  body?: OutsideBody | undefined
  accept: Accept
}

/** The request's own parts, or `OutsideError` of the kind `request` where HTTP cannot carry them. */
export function prepare(system: string, parts: Parts): Pick<Prepared, 'url' | 'method' | 'headers' | 'body'> {
  const url = httpUrl(String(parts.url))
  if (!url)
    throw new OutsideError('request', system, `The address of ${system} does not begin with http:// or https://.`)
  addQuery(url, parts.query ?? {})
  const plain = parts.body !== undefined && isPlain(parts.body)
  const headers = new Headers({ 'user-agent': 'MediaNest', accept: ACCEPT_HEADER[parts.accept] })
  if (plain) headers.set('content-type', 'application/json')
  takeLogin(url, headers)
  try {
    for (const [name, value] of Object.entries(parts.headers ?? {})) headers.set(name, value)
  } catch {
    // the runtime's own words quote the value
    const words = 'holds a character that HTTP cannot carry; was it pasted with something around it?'
    throw new OutsideError('request', system, `A key or token for ${system} ${words}`)
  }
  const body = (plain ? JSON.stringify(parts.body) : parts.body) as Prepared['body']
  return { url, method: parts.method ?? 'GET', headers, body }
}

const isPlain = (body: OutsideBody): boolean =>
  typeof body === 'object' &&
  !(body instanceof Uint8Array || body instanceof URLSearchParams || body instanceof FormData)

/** A name and password in the address are sent as HTTP has it: fetch refuses such an address, and quotes it. */
function takeLogin(url: URL, headers: Headers): void {
  if (!url.username && !url.password) return
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  headers.set('authorization', `Basic ${Buffer.from(login).toString('base64')}`)
  url.username = ''
  url.password = ''
}

export interface Raw {
  status: number
  headers: Headers
  data: unknown
}

/** Sends it once and reads the answer. Throws `OutsideError`, or the signal's reason. */
export async function attempt(request: Prepared, signal: AbortSignal): Promise<Raw> {
  try {
    const response = await follow(request, signal)
    const { status, headers } = response
    if (response.ok) return { status, headers, data: await readAnswer(response, request) }
    if (request.expect.includes(status)) return { status, headers, data: await readUnlessMisfit(response, request) }
    const { text } = await readStart(response, KEPT_BYTES)
    throw badStatus(request.system, status, { body: text, retryAfterMs: retryAfterMs(headers, Date.now()) })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof OutsideError) throw error
    throw connectionFailed(request.system, networkFailure(error, request.url.href) ?? unknown(error))
  }
}

/** An expected refusal may have a body of its own form. */
async function readUnlessMisfit(response: Response, request: Prepared): Promise<unknown> {
  return readAnswer(response, request).catch((error: unknown) => {
    if (error instanceof OutsideError) return undefined
    throw error
  })
}

const unknown = (error: unknown) => ({
  kind: 'unreachable' as const,
  words: `the connection failed${rootOf(error).code ? ` with ${rootOf(error).code}` : ''}`,
})

/** One try, whatever it answers, with the body unread: redirects, the cap on its size and tries again are ours. */
const PLAIN = { redirect: 'manual', retry: false, ignoreResponseError: true, responseType: 'stream' } as const

const MAX_REDIRECTS = 5
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** Redirects within the same origin are followed; to another one they would carry the key there. */
async function follow(request: Prepared, signal: AbortSignal): Promise<Response> {
  const { system, method, headers, body, expect } = request
  let url = request.url
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response: Response = await ofetch.raw(url.href, { ...PLAIN, method, headers, body: body ?? null, signal })
    const { status } = response
    const location = REDIRECTS.includes(status) && !expect.includes(status) ? response.headers.get('location') : null
    if (location === null) return response
    dropBody(response)
    const refuse = (words: string) => new OutsideError('redirect', system, `${system} ${words}`, { status })
    const next = URL.canParse(location, url) ? new URL(location, url) : null
    if (!next) throw refuse('redirects to no address.')
    if (next.origin !== url.origin)
      throw refuse(`redirects to ${next.origin}; if that is its address, enter that instead.`)
    const repeats = status === 307 || status === 308 || method === 'GET' || method === 'HEAD'
    if (!repeats) throw refuse('answered a change with a redirect; is the address complete?')
    url = next
  }
  throw new OutsideError('redirect', system, `${system} redirects in a circle.`)
}
