import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminPassword, startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

describe('the door', () => {
  let portal: TestPortal
  beforeAll(async () => {
    portal = await startTestPortal()
  })
  afterAll(() => portal.stop())

  it('lets the one-time password do nothing but be changed', async () => {
    const browser = new TestBrowser(portal.url)
    expect((await browser.call('GET', '/api/auth/session')).status).toBe(401)
    const wrong = await browser.call('POST', '/api/auth/admin', { username: 'admin', password: 'guess' })
    expect(wrong).toMatchObject({ status: 401, json: { error: { code: 'INVALID_CREDENTIALS' } } })
    const first = await browser.call('POST', '/api/auth/admin', { username: 'admin', password: 'first password' })
    expect(first).toMatchObject({
      status: 200,
      json: { data: { passwordChangeRequired: true, user: { role: 'admin' } } },
    })
    const journal = await browser.call('GET', '/api/admin/journal')
    expect(journal).toMatchObject({ status: 403, json: { error: { code: 'PASSWORD_CHANGE_REQUIRED' } } })
    const changed = await browser.call('POST', '/api/auth/password', {
      currentPassword: 'first password',
      newPassword: adminPassword,
    })
    expect(changed.status).toBe(200)
    expect((await browser.call('GET', '/api/admin/journal')).status).toBe(200)
    expect((await browser.call('GET', '/api/auth/session')).json.data).toMatchObject({ user: { username: 'admin' } })
    const old = await new TestBrowser(portal.url).call('POST', '/api/auth/admin', {
      username: 'admin',
      password: 'first password',
    })
    expect(old.status).toBe(401)
  })

  it('answers unknown addresses, methods and bodies in the envelope', async () => {
    const browser = await new TestBrowser(portal.url).signInAsAdmin()
    expect(await browser.call('GET', '/api/nothing')).toMatchObject({
      status: 404,
      json: { error: { code: 'NOT_FOUND' } },
    })
    expect((await browser.call('PATCH', '/api/admin/journal')).status).toBe(405)
    const bad = await browser.call('GET', '/api/admin/journal?limit=9999')
    expect(bad).toMatchObject({
      status: 400,
      json: { error: { code: 'INVALID', details: { issues: [{ path: 'limit' }] } } },
    })
    expect((await browser.call('GET', '/api/openapi.json')).json).toMatchObject({ openapi: '3.1.0' })
    expect((await browser.call('GET', '/api/docs')).status).toBe(200)
    expect((await browser.call('GET', '/api/health/ready')).json.data).toMatchObject({ status: 'ready' })
  })

  it('takes an empty filter for none, a day for its midnight, and refuses a NUL and half a character at every door', async () => {
    const browser = await new TestBrowser(portal.url).signInAsAdmin()
    const all = await browser.call('GET', '/api/admin/journal?domain=&from=2020-01-01')
    expect(all.json.data?.['items']).not.toEqual([])
    expect(all.status).toBe(200)
    expect((await browser.call('GET', '/api/admin/journal?key=%00')).status).toBe(400)
    const stranger = new TestBrowser(portal.url)
    expect((await stranger.call('POST', '/api/auth/admin', { username: 'a\u0000b', password: 'x' })).status).toBe(400)
    const half = { name: 'Half', kind: 'tcp', target: '127.0.0.1:1', group: 'a\ud800b' }
    expect((await browser.call('POST', '/api/admin/monitors', half)).status).toBe(400)
    const typed = { ...half, group: String.raw`C:\u0000 and \ud800` }
    expect((await browser.call('POST', '/api/admin/monitors', typed)).status).toBe(201)
  })
})

describe('a second factor that the house requires', () => {
  it('shuts an admin out until it is set up, and opens with it at once', async () => {
    const portal = await startTestPortal()
    const admin = await new TestBrowser(portal.url).signInAsAdmin()
    await admin.call('PUT', '/api/admin/config', { auth: { twoFactor: 'required' } })
    const fresh = new TestBrowser(portal.url)
    const started = await fresh.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })
    expect(started.json.data).toMatchObject({ twoFactorSetupRequired: true })
    const shut = await fresh.call('GET', '/api/admin/journal')
    expect(shut).toMatchObject({ status: 403, json: { error: { code: 'TWO_FACTOR_REQUIRED' } } })
    const setUp = await fresh.call('POST', '/api/auth/two-factor/setup', { password: adminPassword })
    const code = new TOTP({ secret: String(setUp.json.data?.['secret']) }).generate()
    expect((await fresh.call('POST', '/api/auth/two-factor/confirm', { code })).status).toBe(200)
    expect((await fresh.call('GET', '/api/admin/journal')).status).toBe(200)
    await portal.stop()
  })
})

it('names a field that nobody knows by its whole path', async () => {
  const portal = await startTestPortal()
  const admin = await new TestBrowser(portal.url).signInAsAdmin()
  const typo = await admin.call('PUT', '/api/admin/config', { limits: { typo: 1 }, nope: {} })
  expect(typo.status).toBe(400)
  const { issues } = typo.json.error!.details as { issues: { path: string }[] }
  expect(issues.map(({ path }) => path).toSorted()).toEqual(['limits.typo', 'nope'])
  await portal.stop()
})
