import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainRoutes, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

const paths = [...new Set([...Object.values(routes as Record<string, Route>), ...plainRoutes].map(({ path }) => path))]
const concrete = (path: string): string => path.replace(/:\w+/g, 'x')

describe('methods', () => {
  let portal: TestPortal
  let stranger: TestBrowser
  beforeAll(async () => {
    portal = await startTestPortal()
    stranger = new TestBrowser(portal.url)
  })
  afterAll(() => portal.stop())

  it.each(paths)('OPTIONS %s names the methods and lets no other site in', async (path) => {
    const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const answer = await stranger.call('OPTIONS', concrete(path), undefined, asked)
    expect([answer.status, answer.text]).toEqual([204, ''])
    const allowed = answer.headers.get('allow')?.split(', ') ?? []
    expect(allowed).toContain('OPTIONS')
    expect(allowed.includes('HEAD')).toBe(allowed.includes('GET'))
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  it('names all methods of an address, also when another one is refused', async () => {
    const one = await stranger.call('OPTIONS', '/api/admin/monitors/x')
    expect(one.headers.get('allow')).toBe('GET, HEAD, PUT, DELETE, OPTIONS')
    const trial = await stranger.call('OPTIONS', '/api/admin/monitors/test')
    expect(trial.headers.get('allow')).toBe('POST, OPTIONS')
    const refused = await stranger.call('POST', '/api/health/live')
    expect(refused).toMatchObject({ status: 405, json: { error: { code: 'METHOD_NOT_ALLOWED' } } })
    expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect((await stranger.call('OPTIONS', '/api/nothing')).status).toBe(404)
  })

  it('HEAD is GET without the body, guard included', async () => {
    expect(await stranger.call('HEAD', '/api/health/live')).toMatchObject({ status: 200, text: '' })
    expect(await stranger.call('HEAD', '/api/admin/journal')).toMatchObject({ status: 401, text: '' })
    const admin = await new TestBrowser(portal.url).signInAsAdmin()
    expect(await admin.call('HEAD', '/api/admin/journal')).toMatchObject({ status: 200, text: '' })
    expect((await stranger.call('HEAD', '/api/auth/admin')).status).toBe(405)
    expect((await stranger.call('HEAD', '/api/nothing')).status).toBe(404)
  })
})
