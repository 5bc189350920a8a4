import type { ErrorCode } from '../../contracts/errors.ts'
import { plainRoutes } from '../../contracts/http.ts'
import { IMAGE_SIZES } from '../../contracts/media.ts'
import { failures, guardCodes } from './openapi-failures.ts'
import { securityOf } from './openapi-security.ts'
import { content, envelope, type Json, json, toParameters, toPath } from './openapi-schemas.ts'

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

/** What they refuse with beside the guard. */
const CODES: Record<string, readonly ErrorCode[]> = {
  // a WebSocket from another site would carry the cookie; what is none is INVALID
  '/ws/status': ['INVALID', 'ORIGIN_REFUSED'],
  '/api/admin/incidents/:id/post-mortem.md': ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
  '/api/public/feed.xml': ['NOT_FOUND', 'RATE_LIMIT_EXCEEDED', 'UNAVAILABLE'],
  '/api/public/badges/:name/:badge': ['RATE_LIMIT_EXCEEDED', 'UNAVAILABLE'],
  '/api/media/images/:id': ['INVALID', 'NOT_FOUND', 'UPSTREAM_FAILED', 'UNAVAILABLE'],
}

/** What they take behind the question mark. */
const QUERY: Record<string, Json> = {
  '/api/media/images/:id': {
    name: 'size',
    in: 'query',
    schema: { type: 'string', enum: [...IMAGE_SIZES], default: '342' },
  },
}

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
  '/api/admin/incidents/:id/post-mortem.md': {
    '200': { description: 'The text.', ...content('text/markdown', { type: 'string' }) },
  },
  '/api/public/feed.xml': {
    '200': { description: 'The feed.', ...content('application/rss+xml', { type: 'string' }) },
    '304': { description: 'Nothing is new since the ETag that was sent.' },
  },
  '/api/public/badges/:name/:badge': {
    '200': { description: 'The badge.', ...content('image/svg+xml', { type: 'string' }) },
    '304': { description: 'It is the one of the ETag that was sent.' },
    '404': {
      description: 'The page shows no such service, or is switched off: one picture for all of them.',
      ...content('image/svg+xml', { type: 'string' }),
    },
  },
  '/api/media/images/:id': {
    '200': {
      description: 'The picture; what it is says its Content-Type.',
      ...content('image/*', { type: 'string', format: 'binary' }),
    },
    '304': { description: 'It is the one of the ETag that was sent.' },
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
    paths[toPath(path)] = {
      ...paths[toPath(path)],
      [method.toLowerCase()]: {
        summary,
        tags: ['portal'],
        ...securityOf({ guard, area, method }),
        ...toParameters(path, QUERY[path]),
        responses: {
          ...failures([...guardCodes(guard), ...(CODES[path] ?? [])]),
          ...ANSWERS[path],
        },
      },
    }
  return paths
}
