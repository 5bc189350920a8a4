import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Edge } from './variables.ts'

/** The signed token of a session; the single-use token behind "remember me"; the browser's own name for itself. */
const NAMES = { session: 'medianest_session', remember: 'medianest_remember', browser: 'medianest_browser' } as const
export type CookieName = keyof typeof NAMES

const BROWSER_DAYS = 400

const attributes = (c: Context<Edge>) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: c.var.baseUrl.startsWith('https:') }) as const

export const readCookie = (c: Context<Edge>, name: CookieName): string | undefined => getCookie(c, NAMES[name])

/** Without an end it goes when the browser closes. */
export const writeCookie = (c: Context<Edge>, name: CookieName, value: string, ends?: Date): void =>
  setCookie(c, NAMES[name], value, { ...attributes(c), ...(ends ? { expires: ends } : {}) })

export const dropCookie = (c: Context<Edge>, name: CookieName): void => {
  deleteCookie(c, NAMES[name], { path: '/', secure: attributes(c).secure })
}

const BROWSER = /^[\w-]{43}$/

/** SHA-256 of the browser's own cookie, which is given to it now when it has none. */
export function browserOf(c: Context<Edge>): string {
  let own = readCookie(c, 'browser')
  if (!own || !BROWSER.test(own)) {
    own = randomBytes(32).toString('base64url')
    writeCookie(c, 'browser', own, new Date(Date.now() + BROWSER_DAYS * 86_400_000))
  }
  return createHash('sha256').update(own).digest('base64url')
}
