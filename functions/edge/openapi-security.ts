import type { Door, Method } from '../../contracts/route.ts'
import { scopeOf } from '../../contracts/scopes.ts'
import type { Json } from './openapi-schemas.ts'

/** The three ways to show who asks. */
export const SECURITY_SCHEMES: Json = {
  session: { type: 'apiKey', in: 'cookie', name: 'medianest_session', description: 'A person at a page.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key.' },
}

/** What an address asks for; with an area, an API key of that scope will do. */
export function securityOf({ guard, area, method }: Pick<Door, 'guard' | 'area'> & { method: Method }): Json {
  if (guard === 'public') return { security: [] }
  if (!area) return { security: [{ session: [] }] }
  return { security: [{ session: [] }, { bearer: [] }, { key: [] }], 'x-scope': scopeOf(area, method) }
}
