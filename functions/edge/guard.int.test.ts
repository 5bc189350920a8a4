import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainRoutes, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { AREAS, type Scope, scopeOf } from '../../contracts/scopes.ts'
import { until } from '../../infra/test/fresh.ts'
import { adminPassword, startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'
import { join, mintCookie } from './guard.test.rig.ts'

const table = [...Object.values(routes as Record<string, Route>).filter((r) => r.does !== 'hook'), ...plainRoutes]
const guarded = table.filter((route) => route.guard !== 'public')
const concrete = (path: string): string => path.replace(/:\w+/g, () => randomUUID())

type Row = (typeof table)[number]
type Verdict = 'passes' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'PASSWORD_CHANGE_REQUIRED' | 'TWO_FACTOR_REQUIRED'

const unfinished = (row: Row): boolean => 'unfinished' in row && row.unfinished === true
const area = (row: Row) => ('area' in row ? row.area : undefined)
const byRole = (row: Row, role: 'user' | 'admin'): Verdict =>
  row.guard === 'admin' && role !== 'admin' ? 'FORBIDDEN' : 'passes'

/** What has something for a person who is no admin. */
const usual: readonly Scope[] = (['status', 'media', 'library', 'downloads'] as const).flatMap(
  (one) => [`${one}:read`, `${one}:write`] as const,
)
const every: readonly Scope[] = AREAS.flatMap((one) => [`${one}:read`, `${one}:write`] as const)

/** Who asks, how they show it, and what the table says that they get. */
interface Asker {
  headers: Record<string, string>
  expected(row: Row): Verdict
}

describe('who may pass, at every address', () => {
  let portal: TestPortal
  let askers: Record<string, Asker>

  beforeAll(async () => {
    portal = await startTestPortal()
    const admin = await new TestBrowser(portal.url).signInAsAdmin()
    const user = await join(portal, admin, 'user')
    const gone = await join(portal, admin, 'gone')
    const revoked = gone.cookie
    await gone.call('POST', '/api/auth/logout')
    await until(async () => (await ask({ cookie: revoked }, 'GET', '/api/dashboard/status')).status === 401)
    const key = async (whose: TestBrowser, scopes: readonly Scope[]) => {
      const made = await whose.call('POST', '/api/auth/keys', { name: `key ${randomUUID()}`, scopes })
      return String(made.json.data?.['value'])
    }
    const fromKey = (held: readonly Scope[], role: 'user' | 'admin') => (row: Row) => {
      const one = area(row)
      if (byRole(row, role) === 'FORBIDDEN' || !one) return 'FORBIDDEN'
      return held.includes(scopeOf(one, row.method)) ? 'passes' : 'FORBIDDEN'
    }
    const ended = await key(admin, every)
    const keys = (await admin.call('GET', '/api/auth/keys')).json.data?.['items'] as { id: string }[]
    const endedId = keys[0]!.id
    await admin.call('DELETE', `/api/auth/keys/${endedId}`)
    const former = await join(portal, admin, 'former', 'admin')
    const formerKey = await key(former, every)
    const { user: demoted } = (await former.call('GET', '/api/auth/session')).json.data as { user: { id: string } }
    // the edge knows the key by now, and has to learn of the change
    expect((await ask({ 'x-api-key': formerKey }, 'GET', '/api/admin/users')).status).toBe(200)
    await admin.call('PUT', `/api/admin/users/${demoted.id}`, { role: 'user' })
    await until(async () => (await ask({ 'x-api-key': formerKey }, 'GET', '/api/admin/users')).status === 403, {
      timeoutMs: 1000,
    })
    const noReads = every.filter((scope) => scope.endsWith(':write'))
    askers = {
      nobody: { headers: {}, expected: () => 'UNAUTHENTICATED' },
      'a user': { headers: { cookie: user.cookie }, expected: (row) => byRole(row, 'user') },
      'an admin': { headers: { cookie: admin.cookie }, expected: (row) => byRole(row, 'admin') },
      'the operator': {
        headers: { authorization: `Bearer ${portal.operatorToken}` },
        expected: (row) => byRole(row, 'admin'),
      },
      'a session that ended': { headers: { cookie: revoked }, expected: () => 'UNAUTHENTICATED' },
      'a forged session': {
        headers: { cookie: `${await mintCookie(portal, { role: 'admin' })}x` },
        expected: () => 'UNAUTHENTICATED',
      },
      'a one-time password': {
        headers: { cookie: await mintCookie(portal, { role: 'admin', passwordChangeRequired: true }) },
        expected: (row) => (unfinished(row) ? 'passes' : 'PASSWORD_CHANGE_REQUIRED'),
      },
      'an admin without the second factor that they need': {
        headers: { cookie: await mintCookie(portal, { role: 'admin', twoFactorSetupRequired: true }) },
        expected: (row) => (unfinished(row) ? 'passes' : 'TWO_FACTOR_REQUIRED'),
      },
      'an admin’s key with every scope': {
        headers: { authorization: `Bearer ${await key(admin, every)}` },
        expected: fromKey(every, 'admin'),
      },
      'an admin’s key that may not read': {
        headers: { 'x-api-key': await key(admin, noReads) },
        expected: fromKey(noReads, 'admin'),
      },
      'an admin’s key with another scope': {
        headers: { 'x-api-key': await key(admin, ['media:read']) },
        expected: fromKey(['media:read'], 'admin'),
      },
      'a user’s key with all that a user may': {
        headers: { 'x-api-key': await key(user, usual) },
        expected: fromKey(usual, 'user'),
      },
      'the key of somebody who was an admin': {
        headers: { 'x-api-key': formerKey },
        expected: fromKey(every, 'user'),
      },
      'a key that ended': { headers: { 'x-api-key': ended }, expected: () => 'UNAUTHENTICATED' },
    }
  })
  afterAll(() => portal.stop())

  /** With a body that is wrong in every way: nobody looks at it before the visitor is known, and nothing is changed. */
  const ask = (headers: Record<string, string>, method: string, path: string): Promise<Response> =>
    fetch(portal.url + concrete(path), {
      method,
      headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
      ...(method === 'GET' ? {} : { body: '{"not json' }),
    })

  it.each(guarded.map((row) => [row.method, row.path, row] as const))('%s %s', async (method, path, row) => {
    for (const [who, asker] of Object.entries(askers)) {
      const response = await ask(asker.headers, method, path)
      const expected = asker.expected(row)
      const code = await codeOf(response)
      // a made-up session passes the door and is unknown behind it
      if (expected === 'passes') expect.soft(REFUSALS, `${who}: ${code}`).not.toContain(behind(row, who) ?? code)
      else expect.soft(code, who).toBe(expected)
      expect.soft(response.status, who).toBeLessThan(500)
    }
  })

  it.each(table.filter((row) => row.guard === 'public').map((row) => [row.method, row.path] as const))(
    '%s %s is open to anybody',
    async (method, path) => {
      const code = await codeOf(await ask({}, method, path))
      expect(['UNAUTHENTICATED', 'FORBIDDEN', 'INTERNAL']).not.toContain(code)
    },
  )
})

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN', 'PASSWORD_CHANGE_REQUIRED', 'TWO_FACTOR_REQUIRED']

/** Whoever is only made up has no account, and the operator has none either: what asks for one says so. */
const behind = (row: Row, who: string): 'no account' | undefined =>
  row.path.startsWith('/api/auth/') || row.path === '/api/admin/plex/servers'
    ? ['a one-time password', 'an admin without the second factor that they need', 'the operator'].includes(who)
      ? 'no account'
      : undefined
    : undefined

async function codeOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('json')) {
    await response.body?.cancel()
    return String(response.status)
  }
  const body = (await response.json()) as { error?: { code: string } }
  return body.error?.code ?? String(response.status)
}

describe('the door', () => {
  let portal: TestPortal
  beforeAll(async () => {
    // nothing listens there: no test asks the real plex.tv
    portal = await startTestPortal({}, { PLEX_TV_URL: 'http://127.0.0.1:9' })
  })
  afterAll(() => portal.stop())

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
    const cookie = here.cookie
    there.cookie = cookie
    expect((await there.call('GET', '/api/dashboard/status')).status).toBe(200)
    expect((await here.call('POST', '/api/auth/logout')).status).toBe(200)
    there.cookie = cookie
    await until(async () => (await there.call('GET', '/api/dashboard/status')).status === 401, { timeoutMs: 1000 })
    await second.stop()
  })

  it('ends the other sessions when the password changes', async () => {
    const one = await new TestBrowser(portal.url).signInAsAdmin()
    const two = await new TestBrowser(portal.url).signInAsAdmin()
    const change = (currentPassword: string, newPassword: string) =>
      one.call('POST', '/api/auth/password', { currentPassword, newPassword })
    expect((await change('no', 'another long one')).status).toBe(401)
    expect((await change(adminPassword, 'another long one')).status).toBe(200)
    await until(async () => (await two.call('GET', '/api/auth/session')).status === 401, { timeoutMs: 1000 })
    expect((await one.call('GET', '/api/auth/session')).status).toBe(200)
    await change('another long one', adminPassword)
  })

  it('notes a stolen "remember me" for whoever bans addresses', async () => {
    const browser = await new TestBrowser(portal.url).signInAsAdmin()
    await browser.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword, remember: true })
    const stolen = browser.cookieNamed('medianest_remember')
    browser.setCookie('medianest_session', undefined)
    expect((await browser.call('GET', '/api/auth/session')).status).toBe(200)
    const thief = new TestBrowser(portal.url)
    thief.setCookie('medianest_remember', stolen)
    expect((await thief.call('GET', '/api/auth/session')).status).toBe(401)
    expect(portal.security.at(-1)).toEqual({ event: 'remember-reused', address: '127.0.0.1' })
  })

  it('gives every sign-in a session of its own, whatever cookie came with it', async () => {
    const browser = await new TestBrowser(portal.url).signInAsAdmin()
    const first = browser.cookieNamed('medianest_session')
    await browser.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })
    const second = browser.cookieNamed('medianest_session')
    const sid = (token = '') => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid as string
    expect(sid(second)).not.toBe(sid(first))
  })
})
