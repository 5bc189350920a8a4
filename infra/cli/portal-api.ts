import { type RouteAnswer, type RouteInput, type RouteName, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { Failure } from './failure.ts'
import { notRunning, type Place } from './find-portal.ts'
import { Envelope, pathAndRest, Refusal } from './envelope.ts'

const PATIENCE_MS = 20_000

export type Sent<N extends RouteName> = { done: true; data: RouteAnswer<N> } | { done: false; commandId: string }

/** A portal's HTTP door, by the names of the route table. Answers are checked against their contracts. */
export class PortalApi {
  readonly place: Place
  constructor(place: Place) {
    this.place = place
  }

  /** Throws `Refusal` when the portal refuses, `Failure` when it cannot be asked. */
  async ask<N extends RouteName>(name: N, input: RouteInput<N>): Promise<RouteAnswer<N>> {
    const { data } = await this.#call(name, input)
    return this.#checked(name, data)
  }

  /** A stored command; not done yet when its owner is slow or away. */
  async send<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Sent<N>> {
    const { status, data } = await this.#call(name, input)
    if (status === 202) return { done: false, commandId: String((data as { commandId?: unknown }).commandId) }
    return { done: true, data: this.#checked(name, data) }
  }

  /** Any address of the portal, as it answers. Throws `Failure` when nobody answers there. */
  async fetch(path: string, init: RequestInit = {}, patienceMs: number | null = PATIENCE_MS): Promise<Response> {
    const headers = { authorization: `Bearer ${this.place.key}`, ...(init.headers as Record<string, string>) }
    const signals = [init.signal, patienceMs === null ? null : AbortSignal.timeout(patienceMs)].filter((s) => s != null)
    try {
      const signal = signals.length > 0 ? AbortSignal.any(signals) : null
      // the key goes to nobody but who was named
      return await fetch(this.place.url + path, { ...init, headers, redirect: 'manual', signal })
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new Failure(this.#silence(error as Error))
    }
  }

  async #call(name: RouteName, input: object): Promise<{ status: number; data: unknown }> {
    const route: Route = routes[name]
    const { path, rest } = pathAndRest(route.path, input)
    const asked = route.method === 'GET'
    const query = new URLSearchParams(Object.entries(rest).map(([field, value]) => [field, String(value)])).toString()
    const response = await this.fetch(asked && query !== '' ? `${path}?${query}` : path, {
      method: route.method,
      ...(asked ? {} : { body: JSON.stringify(rest), headers: { 'content-type': 'application/json' } }),
    })
    const envelope = Envelope.safeParse(await response.json().catch(() => undefined))
    if (!envelope.success) throw new Failure(this.#stranger(response))
    if (envelope.data.success) return { status: response.status, data: envelope.data.data }
    if (response.status === 401) throw new Failure(this.#wrongKey())
    throw new Refusal(envelope.data.error)
  }

  #checked<N extends RouteName>(name: N, data: unknown): RouteAnswer<N> {
    const { contract } = routes[name] as Route
    if (!('result' in contract)) throw new Error(`${name} has no answer.`)
    const parsed = contract.result.safeParse(data)
    if (parsed.success) return parsed.data as RouteAnswer<N>
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new Failure(
      `The portal at ${this.place.url} answers in another way than this release knows (${name}${field ? `, ${field}` : ''}): use the commands of its own release.`,
    )
  }

  #silence(error: Error): string {
    const { by, url } = this.place
    if (error.name === 'TimeoutError') return `The portal at ${url} did not answer within ${PATIENCE_MS / 1000} s.`
    const refused = (error.cause as { code?: string } | undefined)?.code === 'ECONNREFUSED'
    if ('dataDir' in by && refused)
      return `${notRunning(by.dataDir)} (The one before was killed: nobody answers at ${url}.)`
    const reason = (error.cause as Error | undefined)?.message || error.message
    return `Nobody answers at ${url} (${reason}): is the address right, and does the portal run?`
  }

  #stranger(response: Response): string {
    const to = response.headers.get('location')
    if (to !== null) return `${this.place.url} sends to ${to}: name that address instead.`
    return `What answers at ${this.place.url} (${response.status}) is no MediaNest portal.`
  }

  #wrongKey(): string {
    const { by, url } = this.place
    if ('dataDir' in by)
      return `The portal at ${url} does not take the key in ${by.dataDir}: another one answers there. Start yours, or name it with --url and --key.`
    return `The portal at ${url} does not take this key: the right one is operatorToken in portal.json in its data folder, another one at every start.`
  }
}
