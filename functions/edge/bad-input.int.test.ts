import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { rubbish, toInputSchema, valuesOf } from '../../infra/test/schema-values.ts'
import { startTestPortal, type TestPortal } from '../../infra/test/test-portal.ts'

const RUNS = 15
const OWN = ['baseUrl']

const table = Object.entries(routes as Record<string, Route>).filter(
  // a hook takes whatever comes; what is served from memory takes nothing
  ([, route]) => route.does !== 'hook' && route.does !== 'watch',
) as [string, Exclude<Route, { does: 'hook' | 'watch' }>][]

const paramsOf = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)

describe('bad input', () => {
  let portal: TestPortal
  beforeAll(async () => {
    portal = await startTestPortal()
  })
  afterAll(() => portal.stop())

  /** As the operator, who has no limits; an account is missing behind some doors, and that is a 4xx as well. */
  const send = (route: Route, path: string, input: Record<string, unknown>): Promise<Response> => {
    const headers = { authorization: `Bearer ${portal.operatorToken}`, 'content-type': 'application/json' }
    if (route.method !== 'GET')
      return fetch(portal.url + path, { method: route.method, headers, body: JSON.stringify(input) })
    const query = new URLSearchParams(
      Object.entries(input).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
    return fetch(`${portal.url}${path}?${query.toString()}`, { headers })
  }

  it.each(table)('%s: one wrong field is a 4xx that names it, never a 5xx', async (_, route) => {
    const schema = toInputSchema(route.contract.schema)
    const fields = Object.keys((schema.properties ?? {}) as object).filter((name) => !OWN.includes(name))
    if (fields.length === 0) return
    const params = paramsOf(route.path)
    await fc.assert(
      fc.asyncProperty(valuesOf(schema), fc.constantFrom(...fields), rubbish, async (valid, field, wrong) => {
        const input: Record<string, unknown> = { ...(valid as object), [field]: wrong }
        for (const own of OWN) delete input[own]
        const path = route.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
          encodeURIComponent(textOf(input[name]) || 'none'),
        )
        for (const name of params) delete input[name]
        const seen = route.method === 'GET' ? asQuery(input) : input
        const parsed = route.contract.schema.safeParse({
          ...seen,
          ...Object.fromEntries(
            params.map((name) => [name, textOf({ ...(valid as object), [field]: wrong }[name as never]) || 'none']),
          ),
          ...('baseUrl' in route.contract.schema.shape ? { baseUrl: 'http://portal.test' } : {}),
        })
        // what happens to be right is not what this is about, and must not set off real work
        fc.pre(!parsed.success)
        const response = await send(route, path, input)
        const text = await response.text()
        expect(response.status, text).toBeGreaterThanOrEqual(400)
        expect(response.status, text).toBeLessThan(500)
        expect(text).not.toMatch(/\bat .+\.(ts|js|mjs):\d+/)
        const { error } = JSON.parse(text) as { error: { code: string; details?: { issues?: { path: string }[] } } }
        if (error.code === 'INVALID' && error.details?.issues) {
          const named = new Set(error.details.issues.map((issue) => issue.path.split('.')[0]))
          const wanted = new Set(parsed.error?.issues.map((issue) => String(issue.path[0] ?? '')))
          expect([...named].every((one) => wanted.has(one ?? ''))).toBe(true)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it.each(table.filter(([, route]) => route.method !== 'GET'))(
    '%s: a body that is no object is a 400',
    async (_, route) => {
      const path = route.path.replaceAll(/:(\w+)/g, 'none')
      for (const body of ['{"not json', '[]', '"text"', 'null', '{"a":'.repeat(3000)]) {
        const response = await fetch(portal.url + path, {
          method: route.method,
          headers: { authorization: `Bearer ${portal.operatorToken}`, 'content-type': 'application/json' },
          body,
        })
        expect(response.status, await response.text()).toBe(400)
      }
    },
  )

  it.each(table.filter(([, route]) => route.does === 'ask' && !route.outside))(
    '%s: whatever the contract takes is answered',
    async (_, route) => {
      await fc.assert(
        fc.asyncProperty(valuesOf(toInputSchema(route.contract.schema)), async (given) => {
          const input = { ...(given as Record<string, unknown>) }
          const path = route.path.replaceAll(/:(\w+)/g, (_all, name: string) => {
            const value = textOf(input[name]) || 'none'
            delete input[name]
            return encodeURIComponent(value)
          })
          const response = await send(route, path, input)
          expect(response.status, await response.text()).toBeLessThan(500)
        }),
        { numRuns: RUNS },
      )
    },
  )

  it('leaves the portal well', async () => {
    const ready = await fetch(`${portal.url}/api/health/ready`)
    expect(ready.status).toBe(200)
  })
})

/** An address holds whole characters only. */
const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()

/** As the edge reads a query: everything is text, and what is empty was not given. */
const asQuery = (input: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, textOf(value)] as const)
      .filter(([, value]) => value !== ''),
  )
