import type { Context } from 'hono'

/** Text put into XML, attributes included. */
export function escapeXml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)
}

/**
 * An element as Plex writes it: plain values are attributes, what is below it are elements. Lists of plex.tv have an
 * element of their own around them (`connections`), those of a media server have none (`Directory`).
 */
export function xmlElement(name: string, value: object): string {
  const attributes: string[] = []
  const children: string[] = []
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    if (Array.isArray(item)) children.push(xmlList(key, item))
    else if (typeof item === 'object' && item !== null) children.push(xmlElement(key, item))
    else attributes.push(` ${key}="${escapeXml(plain(item))}"`)
  }
  const head = `<${name}${attributes.join('')}`
  return children.length > 0 ? `${head}>${children.join('')}</${name}>` : `${head}/>`
}

function xmlList(plural: string, items: unknown[]): string {
  const ofServer = /^[A-Z]/.test(plural)
  const single = ofServer ? plural : plural.replace(/s$/, '')
  const element = (item: unknown): string =>
    typeof item === 'object' && item !== null
      ? xmlElement(single, item)
      : `<${single}>${escapeXml(plain(item))}</${single}>`
  const all = items.map(element).join('')
  return ofServer ? all : `<${plural}>${all}</${plural}>`
}

/** What has no value is an empty text in XML. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

export function acceptsJson(c: Context): boolean {
  return /application\/json/i.test(c.req.header('accept') ?? '')
}

/** A v2 answer: JSON to who accepts it, XML otherwise. `name` is that of the XML element. */
export function answer(c: Context, name: string, value: object, status = 200): Response {
  if (acceptsJson(c)) return Response.json(value, { status })
  const xml = Array.isArray(value) ? xmlList(name, value) : xmlElement(name, value)
  return xmlAnswer(xml, status)
}

export function xmlAnswer(xml: string, status = 200): Response {
  const headers = { 'content-type': 'application/xml; charset=utf-8' }
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`, { status, headers })
}

/** What plex.tv refuses with. The numbers 1000, 1001 and 1020 are recorded; for the others the status stands in. */
export const REFUSALS = {
  identifierMissing: { code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 },
  badBody: { code: 400, message: 'The request is not valid', status: 400 },
  unauthorized: { code: 1001, message: 'User could not be authenticated', status: 401 },
  passNeeded: { code: 403, message: 'Plex Pass is required', status: 403 },
  noPin: { code: 1020, message: 'Code not found or expired', status: 404 },
  badSignature: { code: 422, message: 'JWT verification failed', status: 422 },
  keyTaken: { code: 422, message: 'Thumbprint has already been taken', status: 422 },
  expired: { code: 498, message: 'Token expired', status: 498 },
} as const

export type Refusal = keyof typeof REFUSALS

/** Thrown by what a route asks; plex-tv.ts turns it into the answer. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

export function refuse(c: Context, refusal: Refusal): Response {
  const error = REFUSALS[refusal]
  if (acceptsJson(c)) return Response.json({ errors: [error] }, { status: error.status })
  return xmlAnswer(xmlList('errors', [error]), error.status)
}

/** An X-Plex-* value: from the header or, as Plex allows, from the query. */
export function plexValue(c: Context, name: string): string | undefined {
  return c.req.header(name) || c.req.query(name) || undefined
}

/** The caller's X-Plex-Client-Identifier; nothing of v2 is answered without. */
export function clientIdentifier(c: Context): string {
  const identifier = plexValue(c, 'X-Plex-Client-Identifier')
  if (!identifier) throw new Refused('identifierMissing')
  return identifier
}
