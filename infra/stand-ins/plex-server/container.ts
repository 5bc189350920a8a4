import type { Context } from 'hono'
import { acceptsJson, xmlAnswer, xmlElement } from '../plex-tv/answers.ts'
import type { ItemType } from './items.ts'

/** The element that an item of a type is in XML; in JSON all of them stand in `Metadata`. */
const ELEMENTS: Partial<Record<ItemType, string>> = {
  movie: 'Video',
  episode: 'Video',
  track: 'Track',
  photo: 'Photo',
}

/**
 * A MediaContainer: JSON for who accepts it, where it is wrapped, XML otherwise, where it is the root. Lists that are
 * empty are absent.
 */
export function container(c: Context, value: Record<string, unknown>): Response {
  const lists = Object.entries(value).filter(([, item]) => !Array.isArray(item) || item.length > 0)
  const shown = Object.fromEntries(lists.filter(([, item]) => item !== undefined))
  if (acceptsJson(c)) return c.json({ MediaContainer: shown }, 200, { 'x-plex-protocol': '1.0' })
  return xmlAnswer(xmlElement('MediaContainer', asElements(shown) as object))
}

/** `Metadata` becomes the elements that XML has instead; true and false become 1 and 0. */
function asElements(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (Array.isArray(value)) return value.map(asElements)
  if (typeof value !== 'object' || value === null) return value
  const { Metadata = [], ...rest } = value as Record<string, unknown> & { Metadata?: { type?: ItemType }[] }
  const shown = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, asElements(item)]))
  for (const item of Metadata) {
    const name = (item.type && ELEMENTS[item.type]) ?? 'Directory'
    shown[name] = [...((shown[name] as unknown[] | undefined) ?? []), asElements(item)]
  }
  return shown
}

const WORDS = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

/** A media server's errors are pages, whatever the request accepts. */
export function refused(status: keyof typeof WORDS): Response {
  const words = WORDS[status]
  const page = `<html><head><title>${words}</title></head><body><h1>${status} ${words}</h1></body></html>`
  return new Response(page, { status, headers: { 'content-type': 'text/html', 'x-plex-protocol': '1.0' } })
}
