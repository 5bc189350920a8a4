import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startService, type ServiceStandIn } from '../../infra/stand-ins/services.ts'
import { startTestPortal, type TestAnswer, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'
import { toldOf } from './install-told.ts'

const AGENT = '/api/v1/settings/notifications/webhook'

let portal: TestPortal
let browser: TestBrowser
let seerr: ServiceStandIn

beforeAll(async () => {
  portal = await startTestPortal()
  browser = await new TestBrowser(portal.url).signInAsAdmin()
})
beforeEach(async () => {
  seerr = await startService('seerr', { base: '/seerr' })
  await browser.call('PUT', '/api/admin/services/seerr', { url: seerr.url, apiKey: seerr.key })
  return () => seerr.stop()
})
afterAll(() => portal.stop())

const install = (source = 'overseerr', headers = {}): Promise<TestAnswer> =>
  browser.call('POST', `/api/admin/webhooks/${source}/install`, undefined, headers)

interface Agent {
  enabled: boolean
  types: number
  options: { webhookUrl: string; jsonPayload: string; authHeader?: string }
}
const headers = () => ({ 'x-api-key': seerr.key, 'content-type': 'application/json' })
const agent = async (): Promise<Agent> =>
  (await fetch(`${seerr.url}${AGENT}`, { headers: headers() })).json() as Promise<Agent>
const write = async (options: object): Promise<void> => {
  const body = JSON.stringify({ enabled: true, types: 0, ...options })
  expect((await fetch(`${seerr.url}${AGENT}`, { method: 'POST', headers: headers(), body })).status).toBe(200)
}

test('writes the address into Seerr, has it tested and sees it arrive', async () => {
  const answer = await install()
  expect(answer).toMatchObject({ status: 200, json: { data: { installed: true, verified: true } } })
  expect(answer.json.data?.['message']).toBe('Seerr sends its webhooks here from now on, and its test has arrived.')
  const written = await agent()
  expect(written).toMatchObject({ enabled: true, types: 4062, options: { authHeader: '' } })
  expect(written.options.webhookUrl).toMatch(new RegExp(`^${portal.url}/hooks/overseerr/[\\w-]{32}$`))
  expect(JSON.parse(written.options.jsonPayload)).toMatchObject({ '{{request}}': { request_id: '{{request_id}}' } })
  expect(answer.text).not.toContain(written.options.webhookUrl.split('/').at(-1))
  // once more is no harm, and what the admin chose beside it stays
  await write({ ...written, types: 4096, options: { ...written.options, jsonPayload: '"{}"' } })
  expect((await install()).json.data).toMatchObject({ verified: true })
  expect((await agent()).types).toBe(4096 | 4062)
})

test('leaves an address alone that somebody else needs', async () => {
  await write({ types: 2, options: { webhookUrl: 'https://chat.example/hook?key=k3y', jsonPayload: '"{}"' } })
  const answer = await install()
  expect(answer).toMatchObject({ status: 409, json: { error: { code: 'CONFLICT' } } })
  expect(answer.json.error?.message).toMatch(/^Seerr sends its webhooks to chat\.example, .* Switch that off/)
  expect(answer.text).not.toContain('k3y')
  expect((await agent()).options.webhookUrl).toContain('chat.example')
})

test('says what stands in the way', async () => {
  expect((await install('plex')).json.error).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('app.plex.tv'),
  })
  seerr.fail({ status: 500, body: '{"message":"Failed to send webhook notification."}' }, { path: /\/test$/ })
  const undelivered = await install()
  expect(undelivered.json.data).toMatchObject({ installed: true, verified: false })
  expect(undelivered.json.data?.['message']).toContain('could not deliver its test')
  seerr.heal()
  seerr.fail({ status: 403, body: '{"message":"invalid csrf token","errors":[]}' }, { path: /webhook$/ })
  expect((await install()).json.error).toMatchObject({
    code: 'UPSTREAM_FAILED',
    message: expect.stringContaining('CSRF'),
  })
  await browser.call('PUT', '/api/admin/services/seerr', { apiKey: 'wrong' })
  seerr.heal()
  expect((await install()).json.error).toMatchObject({ code: 'UPSTREAM_FAILED' })
  await seerr.down()
  expect((await install()).json.error).toMatchObject({
    code: 'UPSTREAM_FAILED',
    message: expect.stringContaining('refused'),
  })
  await browser.call('PUT', '/api/admin/services/seerr', { enabled: false })
  expect((await install()).json.error).toMatchObject({
    code: 'CONFLICT',
    message: 'The connection to Seerr is switched off.',
  })
  await browser.call('DELETE', '/api/admin/services/overseerr')
  expect((await install()).json.error).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Connect Seerr'),
  })
})

test('knows an address that leads nowhere from elsewhere', () => {
  const outcome = { tested: false, verified: false, baseUrl: 'http://localhost:3000', seerrUrl: 'http://nas:5055' }
  expect(toldOf(outcome)).toContain('PUBLIC_URL')
  expect(toldOf({ ...outcome, seerrUrl: 'http://127.0.0.1:5055' })).toContain('the container itself')
  expect(toldOf({ ...outcome, baseUrl: 'https://media.test/portal', tested: true })).toContain(
    'delivered its test to https://media.test,',
  )
})
