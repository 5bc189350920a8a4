import { z } from 'zod'

/** Parts of the API that a key can be let into. */
export const AREAS = [
  'status',
  'alerts',
  'media',
  'library',
  'downloads',
  'journal',
  'people',
  'settings',
  'webhooks',
] as const
export type Area = (typeof AREAS)[number]

/** `status:read`: what an API key may do. `write` does not include `read`. */
export const Scope = z.templateLiteral([z.enum(AREAS), ':', z.enum(['read', 'write'])])
export type Scope = z.infer<typeof Scope>

export const scopeOf = (area: Area, method: string): Scope => `${area}:${method === 'GET' ? 'read' : 'write'}`
