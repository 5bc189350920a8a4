import type { Server } from 'node:http'
import type { Context } from 'hono'

/** How one running stand-in of a service is set up. */
export interface Setup {
  version: string
  /** The path it is served below, such as `/sonarr`; empty by default. */
  base: string
  /** The key or, for those that sign in with one, user name and password. */
  key: string
  username: string
  password: string
  /** The port it listens on, once it does. */
  port: number
}

/** Takes part of the answer, or hands on (undefined). */
export type Route = (c: Context, setup: Setup) => Response | Promise<Response>

/** A product as a row: what it answers to whom. Paths stand below the base. */
export interface Product {
  title: string
  /** The port that it has out of the box. */
  usualPort: number
  version: string
  credential: 'key' | 'login'
  /** What is answered without a credential, by method and path. */
  open: Record<string, Route>
  /** What the credential is needed for; `guard` is asked first. */
  guarded: Record<string, Route>
  /** Lets through (undefined) or answers with the refusal. */
  guard: (c: Context, setup: Setup) => Response | undefined
  /** Below it, an unknown path is refused without the credential and is 404 with it; elsewhere there is the page. */
  api: string
  /** Whether a request without the base is sent to where it lives; 404 otherwise. */
  redirectsToBase?: boolean
  /** What it serves besides requests. */
  attach?: (server: Server, setup: Setup) => () => Promise<unknown>
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}

export function empty(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers })
}

/** A route that always says the same. */
export function says(value: object | string | ((setup: Setup) => object)): Route {
  return (_c, setup) => Response.json(typeof value === 'function' ? value(setup) : value)
}

/** User name and password of HTTP Basic; undefined when there are none. */
export function basic(c: Context): { username: string; password: string } | undefined {
  const [, sent] = /^Basic (.+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (sent === undefined) return undefined
  const [username = '', ...rest] = Buffer.from(sent, 'base64').toString().split(':')
  return { username, password: rest.join(':') }
}

/** True when `version` is at least `least`, number by number. */
export function atLeast(version: string, least: string): boolean {
  const numbers = (text: string) => text.replace(/^v/, '').split(/[.-]/).map(Number)
  const [have, want] = [numbers(version), numbers(least)]
  for (const [index, number] of want.entries()) {
    const difference = (have[index] || 0) - number
    if (difference !== 0) return difference > 0
  }
  return true
}
