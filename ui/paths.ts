import type { Method, Routes } from '../contracts/http.ts'

/**
 * Method and path of every route that the page calls. The paths are checked against the route table by type and the
 * methods by a unit test, so that the browser does not have to load the schemas.
 */
export const paths = {
  signIn: ['POST', '/api/auth/admin'],
  changePassword: ['POST', '/api/auth/password'],
  signOut: ['POST', '/api/auth/logout'],
  session: ['GET', '/api/auth/session'],
  board: ['GET', '/api/dashboard/status'],
  listMonitors: ['GET', '/api/admin/monitors'],
  addMonitor: ['POST', '/api/admin/monitors'],
  tryMonitor: ['POST', '/api/admin/monitors/test'],
  updateMonitor: ['PUT', '/api/admin/monitors/:id'],
  removeMonitor: ['DELETE', '/api/admin/monitors/:id'],
  listWebhooks: ['GET', '/api/admin/webhooks'],
  rotateWebhook: ['POST', '/api/admin/webhooks/:source/rotate'],
  readJournal: ['GET', '/api/admin/journal'],
  getEntry: ['GET', '/api/admin/journal/:id'],
  readTree: ['GET', '/api/admin/journal/:id/tree'],
  redoEntry: ['POST', '/api/admin/journal/:id/redo'],
  listDeadLetters: ['GET', '/api/admin/dead-letters'],
} as const satisfies { [N in keyof Routes]?: readonly [Method, Routes[N]['path']] }

export type Called = keyof typeof paths

interface Address {
  method: Method
  url: string
  /** What is neither in the path nor in the query, for methods that carry a body. */
  body: Record<string, unknown> | undefined
}

/** Puts a route's input where it belongs: path parameters first, the rest into the query (GET) or the body. */
export function addressOf(route: Called, input: Record<string, unknown> = {}): Address {
  const [method, pattern] = paths[route]
  const rest = { ...input }
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (method !== 'GET') return { method, url: path, body: method === 'DELETE' ? undefined : rest }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) query.set(name, String(value))
  }
  const text = query.toString()
  return { method, url: text ? `${path}?${text}` : path, body: undefined }
}
