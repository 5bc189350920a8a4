import { z } from 'zod'
import { Started } from '../../contracts/auth.ts'
import { ERRORS } from '../../contracts/errors.ts'
import { routes } from '../../contracts/http.ts'
import type { HookRoute, Route } from '../../contracts/route.ts'
import { codesOf, failures } from './openapi-failures.ts'
import { SECURITY_SCHEMES, securityOf } from './openapi-security.ts'
import { plainPaths } from './openapi-plain.ts'
import { content, envelope, type Json, json, reference, Schemas, toPath } from './openapi-schemas.ts'

/** What the edge fills in itself. */
const OWN_FIELDS = new Set(['baseUrl'])

function answers(name: string, route: Route, schemas: Schemas): Json {
  const { does } = route
  if (does === 'hook') return { '202': json('Stored.', envelope({ type: 'object' })) }
  if (does === 'watch')
    return {
      '200': json(
        'The current values.',
        envelope({
          type: 'object',
          properties: {
            [route.as]: { type: 'array', items: schemas.add(`${name}Answer`, route.contract.schema, 'output') },
          },
        }),
      ),
    }
  // the grant itself goes into the cookie; the body says who it is for, as the session does
  const { result: whole } = route.contract
  const starts = does === 'act' && route.session === 'start' && whole instanceof z.ZodObject
  const result = starts ? whole.omit({ grant: true }).extend(Started.shape) : whole
  const done = json('Done.', envelope(schemas.add(`${name}Answer`, result, 'output')))
  if (does === 'ask' && route.sharedSeconds !== undefined)
    return { '200': done, '304': { description: 'It is the one of the ETag that was sent.' } }
  if (does !== 'send') return { [String((does === 'act' && route.status) || 200)]: done }
  return {
    [String(route.status)]: done,
    '202': json('Stored; the outcome comes on the live feed.', envelope(reference('Accepted'))),
  }
}

/** The raw body of a service: whatever JSON it sends is taken. */
function hookBody(route: HookRoute): Json {
  if (route.body === 'json') return content('application/json', { type: 'object' })
  return content('multipart/form-data', {
    type: 'object',
    required: ['payload'],
    properties: { payload: { type: 'string', description: 'JSON. Every other part is dropped.' } },
  })
}

function bodyOf(fields: readonly string[], shape: Json): Json | null {
  if (fields.length === 0) return null
  const properties = shape['properties'] as Json
  const required = (shape['required'] ?? []) as string[]
  return content('application/json', {
    type: 'object',
    properties: Object.fromEntries(fields.map((f) => [f, properties[f]])),
    required: fields.filter((f) => required.includes(f)),
  })
}

function operation(name: string, route: Route, schemas: Schemas): Json {
  const params = new Set([...route.path.matchAll(/:(\w+)/g)].map((m) => m[1]!))
  // what is served from watched state takes nothing but a time in the past
  const takes = route.does === 'watch' ? route.past?.schema : route.contract.schema
  const shape = takes ? schemas.add(`${name}Input`, takes, 'input') : {}
  const properties = (shape['properties'] ?? {}) as Record<string, Json>
  const required = new Set(route.does === 'watch' ? [] : ((shape['required'] ?? []) as string[]))
  const fields = route.does === 'hook' ? [] : Object.keys(properties)
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
  const body = route.does === 'hook' ? hookBody(route) : bodyOf(route.method === 'GET' ? [] : inBody, shape)
  return {
    operationId: name,
    summary: route.contract.summary,
    tags: [route.contract.domain],
    ...securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, ...body } } : {}),
    responses: { ...answers(name, route, schemas), ...failures(codesOf(route)) },
  }
}

/** What all answers share. */
const COMMON: Json = {
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
      meta: reference('Meta'),
    },
  },
}

/** The route table as OpenAPI 3.1. */
export function toOpenApi(version: string): Json {
  const schemas = new Schemas(COMMON)
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes as Record<string, Route>)) {
    const path = toPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'MediaNest', version, description: 'The portal of a household for its self-hosted media.' },
    paths: { ...paths, ...plainPaths() },
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: schemas.components,
    },
  }
}
