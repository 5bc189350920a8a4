import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plainRoutes, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { toOpenApi } from './openapi.ts'
import { Schemas } from './openapi-schemas.ts'

interface Operation {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: { type: string; properties?: Record<string, unknown> } }> }
  responses: Record<string, { description?: string }>
}

const document = toOpenApi('1.2.3') as { paths: Record<string, Record<string, Operation>> }
const table = Object.entries(routes as Record<string, Route>)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, operation })),
)
const find = (at: string): Operation => operations.find((one) => one.at === at)!.operation
const inBraces = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.startsWith(':') ? `{${part.slice(1)}}` : part))
    .join('/')

/** What all `$ref` below this say. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  )
}

/** What a JSON pointer leads to in a document. */
const resolve = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], root)

describe('the API description', () => {
  it('refers only to what it has', () => {
    const all = [...new Set(references(document))]
    expect(all).toContain('#/components/schemas/readTreeAnswer')
    expect(
      all.filter((pointer) => !pointer.startsWith('#/components/schemas/') || !resolve(document, pointer)),
    ).toEqual([])
    expect(JSON.stringify(document)).not.toContain('$defs')
  })

  it('has every address with its methods, and no other', () => {
    const known = [...table.map(([, route]) => route), ...plainRoutes].map((r) => `${r.method} ${inBraces(r.path)}`)
    expect(operations.map(({ at }) => at).toSorted()).toEqual(known.toSorted())
  })

  it('declares every parameter of a path', () => {
    for (const { at, operation } of operations) {
      const named = [...at.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(operation.parameters?.filter((p) => p.in === 'path').map((p) => p.name) ?? [], at).toEqual(named)
    }
  })

  it('says what a route answers when all is well, and from which time the past is asked for', () => {
    expect(Object.keys(find('POST /api/admin/alerts/channels').responses)).toContain('201')
    expect(Object.keys(find('POST /api/admin/monitors/test').responses)).not.toContain('201')
    const board = find('GET /api/dashboard/status').parameters
    expect(board).toMatchObject([{ name: 'at', in: 'query', required: false }])
    expect(find('GET /api/admin/outside').parameters).toBeUndefined()
    expect(Object.keys(find('GET /api/public/status').responses)).toContain('304')
  })

  it('describes every status', () => {
    for (const { at, operation } of operations) {
      expect(Object.keys(operation.responses).length, at).toBeGreaterThan(0)
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(status, at).toMatch(/^[1-5]\d\d$/)
        expect(answer.description, `${at} ${status}`).toMatch(/\S/)
      }
    }
  })

  it('says what the hooks take', () => {
    const overseerr = find('POST /hooks/overseerr/{secret}').requestBody?.content
    expect(overseerr).toEqual({ 'application/json': { schema: { type: 'object' } } })
    const plex = find('POST /hooks/plex/{secret}').requestBody?.content
    expect(plex).toMatchObject({ 'multipart/form-data': { schema: { properties: { payload: { type: 'string' } } } } })
  })

  it('lists what the edge itself refuses', () => {
    for (const [, route] of table) {
      const { responses } = find(`${route.method} ${inBraces(route.path)}`)
      if (route.method !== 'GET') expect(responses, route.path).toMatchObject({ '413': {}, '415': {} })
      if (route.does === 'send') expect(responses['409']?.description, route.path).toContain('IDEMPOTENCY_MISMATCH')
    }
    for (const at of ['GET /api/live', 'GET /ws/status'])
      expect(find(at).responses, at).toMatchObject({ '401': {}, '403': {} })
    expect(Object.keys(find('GET /api/health/ready').responses)).toEqual(['200', '503'])
  })
})

describe('who may call', () => {
  const security = (at: string) => find(at) as Operation & { security: object[]; 'x-scope'?: string }

  it('is nobody in particular, a person, or a person and a key of the right scope', () => {
    expect(security('POST /api/auth/admin').security).toEqual([])
    expect(security('GET /api/auth/devices').security).toEqual([{ session: [] }])
    expect(security('GET /api/admin/journal')).toMatchObject({
      security: [{ session: [] }, { bearer: [] }, { key: [] }],
      'x-scope': 'journal:read',
    })
    expect(security('PUT /api/admin/config')['x-scope']).toBe('settings:write')
  })

  it('says nothing of the grant that becomes a cookie', () => {
    const text = JSON.stringify(document)
    expect(text).not.toContain('"grant"')
    expect(text).toContain('"twoFactorSetupRequired"')
  })
})

describe('schemas that refer to themselves', () => {
  interface Node {
    children: Node[]
  }
  const Node: z.ZodType<Node> = z.object({
    get children() {
      return z.array(Node)
    },
  })

  it('become components under names of their own, wherever they begin', () => {
    const schemas = new Schemas({ taken: {} })
    const made = [Node, z.object({ root: Node }), z.object({ root: Node })].map((s) =>
      schemas.add('taken', s, 'output'),
    )
    const components = { schemas: schemas.components }
    expect(Object.keys(components.schemas)).toEqual(['taken', 'taken2', 'taken3', 'taken4'])
    expect(components.schemas['taken']).toEqual({})
    expect(made[0]).toEqual({ $ref: '#/components/schemas/taken2' })
    for (const pointer of references([made, components])) expect(resolve({ components }, pointer)).toBeTruthy()
  })

  it('says in which sizes a picture comes', () => {
    const { parameters, responses } = find('GET /api/media/images/{id}')
    expect(parameters?.map(({ name, in: place }) => [name, place])).toEqual([
      ['id', 'path'],
      ['size', 'query'],
    ])
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '304', '400', '401', '404', '502']))
  })
})
