import type { ErrorCode } from '../../contracts/errors.ts'
import { plainRoutes } from '../../contracts/http.ts'
import { failures, guardCodes } from './openapi-failures.ts'
import { securityOf } from './openapi-security.ts'
import { content, envelope, type Json, json } from './openapi-schemas.ts'

const list = (items: Json): Json => ({ type: 'array', items })
const status = (...values: string[]): Json => ({ type: 'string', enum: values })

const readiness = envelope({
  type: 'object',
  required: ['status', 'checks'],
  properties: {
    status: status('ready', 'not ready'),
    checks: list({
      type: 'object',
      required: ['name', 'ready', 'reason'],
      properties: { name: { type: 'string' }, ready: { type: 'boolean' }, reason: { type: ['string', 'null'] } },
    }),
  },
})

/** A WebSocket from another site would carry the cookie; what is none is INVALID. */
const SOCKET_CODES: ErrorCode[] = ['INVALID', 'ORIGIN_REFUSED']

/** What the addresses without a contract answer when all is well, and how else. */
const ANSWERS: Record<string, Json> = {
  '/api/live': {
    '200': { description: 'The feed, for as long as it is read.', ...content('text/event-stream', { type: 'string' }) },
  },
  '/ws/status': {
    '101': { description: 'From here on it is a WebSocket.' },
  },
  '/api/admin/audit.csv': {
    '200': { description: 'The table.', ...content('text/csv', { type: 'string' }) },
  },
  '/api/health/live': {
    '200': json(
      'The process answers.',
      envelope({ type: 'object', required: ['status'], properties: { status: status('live') } }),
    ),
  },
  '/api/health/ready': { '200': json('All is ready.', readiness), '503': json('Something is not ready.', readiness) },
  '/api/openapi.json': { '200': json('This description.', { type: 'object' }) },
  '/api/docs': { '200': { description: 'The page.', ...content('text/html', { type: 'string' }) } },
}

/** The addresses without a contract, by path and method. */
export function plainPaths(): Record<string, Json> {
  const paths: Record<string, Json> = {}
  for (const { path, method, guard, area, summary } of plainRoutes)
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        summary,
        tags: ['portal'],
        ...securityOf({ guard, area, method }),
        responses: {
          ...failures([...guardCodes(guard), ...(path === '/ws/status' ? SOCKET_CODES : [])]),
          ...ANSWERS[path],
        },
      },
    }
  return paths
}
