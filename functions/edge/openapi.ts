import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { plainRoutes, type Route, routes } from '../../contracts/http.ts'

type Json = Record<string, unknown>

/** What the edge fills in itself. */
const OWN_FIELDS = new Set(['baseUrl'])

const toPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}')

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return rest
}

const envelope = (data: Json): Json => ({
  type: 'object',
  required: ['success', 'data', 'meta'],
  properties: { success: { const: true }, data, meta: { $ref: '#/components/schemas/Meta' } },
})

const json = (description: string, schema: Json): Json => ({
  description,
  content: { 'application/json': { schema } },
})

const failure = { $ref: '#/components/schemas/Failure' }

/** One answer per status, naming the codes that it may carry. */
function failures(codes: readonly ErrorCode[]): Json {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, list]) => [String(status), json(list.join(', '), failure)]))
}

function codesOf(route: Route): ErrorCode[] {
  const own = 'refusals' in route.contract ? route.contract.refusals : []
  const guard: ErrorCode[] =
    route.guard === 'public' ? [] : ['UNAUTHENTICATED', ...(route.guard === 'admin' ? (['FORBIDDEN'] as const) : [])]
  const kind: ErrorCode[] = route.does === 'hook' ? ['NOT_FOUND', 'PAYLOAD_TOO_LARGE'] : []
  return [
    'INVALID',
    ...guard,
    ...(route.beforePasswordChange || route.guard === 'public' ? [] : (['PASSWORD_CHANGE_REQUIRED'] as const)),
    ...kind,
    ...own,
    'UNAVAILABLE',
  ]
}

function answers(route: Route): Json {
  const { does } = route
  if (does === 'hook') return { '202': json('Stored.', envelope({ type: 'object' })) }
  if (does === 'watch')
    return {
      '200': json(
        'The current values.',
        envelope({
          type: 'object',
          properties: { [route.as]: { type: 'array', items: toSchema(route.contract.schema, 'output') } },
        }),
      ),
    }
  const done = json('Done.', envelope(toSchema(route.contract.result, 'output')))
  if (does !== 'send') return { '200': done }
  return {
    [String(route.status)]: done,
    '202': json('Stored; the outcome comes on the live feed.', envelope({ $ref: '#/components/schemas/Accepted' })),
  }
}

function operation(name: string, route: Route): Json {
  const params = new Set([...route.path.matchAll(/:(\w+)/g)].map((m) => m[1]!))
  const shape = toSchema(route.contract.schema, 'input')
  const properties = (shape['properties'] ?? {}) as Record<string, Json>
  const required = new Set((shape['required'] ?? []) as string[])
  const fields = route.does === 'ask' || route.does === 'act' || route.does === 'send' ? Object.keys(properties) : []
  const inBody = fields.filter((f) => !params.has(f) && !OWN_FIELDS.has(f))
  const parameters = [
    ...[...params].map((p) => ({ name: p, in: 'path', required: true, schema: properties[p] ?? { type: 'string' } })),
    ...(route.method === 'GET'
      ? inBody.map((f) => ({ name: f, in: 'query', required: required.has(f), schema: properties[f] }))
      : []),
    ...(route.does === 'send'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]
      : []),
  ]
  const body =
    route.method !== 'GET' && inBody.length > 0
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(inBody.map((f) => [f, properties[f]])),
                  required: inBody.filter((f) => required.has(f)),
                },
              },
            },
          },
        }
      : {}
  return {
    operationId: name,
    summary: route.contract.summary,
    tags: [route.contract.domain],
    security: route.guard === 'public' ? [] : [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...body,
    responses: { ...answers(route), ...failures(codesOf(route)) },
  }
}

/** The route table as OpenAPI 3.1. */
export function toOpenApi(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes as Record<string, Route>))
    paths[toPath(route.path)] = { ...paths[toPath(route.path)], [route.method.toLowerCase()]: operation(name, route) }
  for (const plain of plainRoutes)
    paths[plain.path] = {
      ...paths[plain.path],
      [plain.method.toLowerCase()]: {
        summary: plain.summary,
        tags: ['portal'],
        security: plain.guard === 'public' ? [] : [{ session: [] }],
        responses: { '200': { description: plain.summary } },
      },
    }
  return {
    openapi: '3.1.0',
    info: { title: 'MediaNest', version, description: 'The portal of a household for its self-hosted media.' },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'medianest_session' } },
      schemas: {
        Meta: {
          type: 'object',
          required: ['timestamp', 'version', 'correlationId'],
          properties: {
            timestamp: { type: 'string', format: 'date-time' },
            version: { type: 'string' },
            correlationId: { type: 'string', format: 'uuid' },
          },
        },
        Accepted: {
          type: 'object',
          required: ['commandId', 'status'],
          properties: { commandId: { type: 'string', format: 'uuid' }, status: { const: 'accepted' } },
        },
        Failure: {
          type: 'object',
          required: ['success', 'error', 'meta'],
          properties: {
            success: { const: false },
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: {
                code: { enum: Object.keys(ERRORS) },
                message: { type: 'string' },
                details: { type: 'object' },
              },
            },
            meta: { $ref: '#/components/schemas/Meta' },
          },
        },
      },
    },
  }
}
