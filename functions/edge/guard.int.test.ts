import { randomUUID } from 'node:crypto'
import { sign } from 'hono/jwt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainRoutes, type Route, routes } from '../../contracts/http.ts'
import { until } from '../../infra/test/fresh.ts'
import { adminPassword, startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

const table = [...Object.values(routes as Record<string, Route>), ...plainRoutes]
const concrete = (path: string): string => path.replace(/:\w+/g, () => randomUUID())
const guarded = table.filter((route) => route.guard !== 'public')

/** A body that is wrong in every way, to prove that nobody looks at it before the visitor is known. */
const rubbish = { method: 'POST', body: '{"not json' } as const

async function mintCookie(
  { sealer }: TestPortal,
  role: 'admin' | 'user',
  passwordChangeRequired = false,
): Promise<string> {
  const claims = {
    sid: randomUUID(),
    uid: randomUUID(),
    name: 'somebody',
    role,
    pcr: passwordChangeRequired,
    until: Math.floor(Date.now() / 1000) + 600,
  }
  return `medianest_session=${await sign(claims, sealer.keyFor('session').toString('base64url'), 'HS256')}`
}

describe('who may pass', () => {
  let portal: TestPortal
  beforeAll(async () => {
    portal = await startTestPortal()
  })
  afterAll(() => portal.stop())

  const call = (route: { method: string; path: string }, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(portal.url + concrete(route.path), {
      method: route.method,
      headers: { ...headers, ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }) },
      ...(route.method === 'GET' ? {} : { body: rubbish.body }),
    })

  it.each(guarded.map((r) => [r.method, r.path] as const))(
    '%s %s asks a stranger to sign in first',
    async (method, path) => {
      const response = await call({ method, path })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ success: false, error: { code: 'UNAUTHENTICATED' } })
    },
  )

  it.each(guarded.filter((r) => r.guard === 'admin').map((r) => [r.method, r.path] as const))(
    '%s %s is closed to a user',
    async (method, path) => {
      const response = await call({ method, path }, { cookie: await mintCookie(portal, 'user') })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN' } })
    },
  )

  it.each(guarded.filter((r) => !('unfinished' in r && r.unfinished)).map((r) => [r.method, r.path] as const))(
    '%s %s waits for a password of one’s own',
    async (method, path) => {
      const response = await call({ method, path }, { cookie: await mintCookie(portal, 'admin', true) })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'PASSWORD_CHANGE_REQUIRED' } })
    },
  )

  it('refuses a forged and a changed cookie', async () => {
    const cookie = await mintCookie(portal, 'admin')
    for (const bad of [`${cookie}x`, cookie.replace('eyJ', 'eyK'), 'medianest_session=nonsense'])
      expect((await call({ method: 'GET', path: '/api/admin/journal' }, { cookie: bad })).status).toBe(401)
  })

  it('refuses what another site’s page sends', async () => {
    const browser = await new TestBrowser(portal.url).signInAsAdmin()
    const body = { name: 'x' }
    const foreign = await browser.call('POST', '/api/admin/monitors', body, { origin: 'https://evil.example' })
    expect(foreign).toMatchObject({ status: 403, json: { error: { code: 'ORIGIN_REFUSED' } } })
    const cross = await browser.call('POST', '/api/admin/monitors', body, { 'sec-fetch-site': 'cross-site' })
    expect(cross.status).toBe(403)
    const own = await browser.call('POST', '/api/admin/monitors', body, { origin: portal.url })
    expect(own.status).toBe(400)
  })

  it('ends a session on every edge process at once', async () => {
    const second = await startTestPortal(portal, { ROLES: 'edge' })
    const here = await new TestBrowser(portal.url).signInAsAdmin()
    const there = new TestBrowser(second.url)
    there.cookie = here.cookie
    expect((await there.call('GET', '/api/dashboard/status')).status).toBe(200)
    expect((await here.call('POST', '/api/auth/logout')).status).toBe(200)
    there.cookie = there.cookie || here.cookie
    await until(async () => (await there.call('GET', '/api/dashboard/status')).status === 401, { timeoutMs: 1000 })
    await second.stop()
  })

  it('ends the other sessions when the password changes', async () => {
    const one = await new TestBrowser(portal.url).signInAsAdmin()
    const two = await new TestBrowser(portal.url).signInAsAdmin()
    const wrong = await one.call('POST', '/api/auth/password', {
      currentPassword: 'no',
      newPassword: 'another long one',
    })
    expect(wrong.status).toBe(401)
    const changed = await one.call('POST', '/api/auth/password', {
      currentPassword: adminPassword,
      newPassword: 'another long one',
    })
    expect(changed.status).toBe(200)
    await until(async () => (await two.call('GET', '/api/auth/session')).status === 401, { timeoutMs: 1000 })
    expect((await one.call('GET', '/api/auth/session')).status).toBe(200)
    await one.call('POST', '/api/auth/password', { currentPassword: 'another long one', newPassword: adminPassword })
  })

  it('lets the operator of this machine in by the token in the data folder', async () => {
    const ask = (token: string): Promise<Response> =>
      fetch(`${portal.url}/api/admin/journal`, { headers: { authorization: `Bearer ${token}` } })
    expect((await ask(portal.operatorToken)).status).toBe(200)
    expect((await ask('a guess')).status).toBe(401)
  })
})
