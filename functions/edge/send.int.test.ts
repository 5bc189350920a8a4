import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

describe('sending a command', () => {
  let edge: TestPortal
  let owner: TestPortal | null
  let browser: TestBrowser
  let target: Server
  const rest = 'auth,webhooks,requests,library,journal,edge'
  beforeAll(async () => {
    target = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1')
    edge = await startTestPortal({}, { ROLES: rest })
    owner = await startTestPortal(edge, { ROLES: 'status' })
    browser = await new TestBrowser(edge.url).signInAsAdmin()
  })
  afterAll(async () => {
    await owner?.stop()
    await edge.stop()
    target.close()
  })

  const monitor = (name: string): Record<string, unknown> => ({
    name,
    kind: 'http',
    target: `http://127.0.0.1:${(target.address() as AddressInfo).port}/`,
  })
  const add = (name: string, headers?: Record<string, string>) =>
    browser.call('POST', '/api/admin/monitors', monitor(name), headers)
  const board = async (): Promise<Record<string, unknown>[]> =>
    ((await browser.call('GET', '/api/dashboard/status')).json.data?.['services'] ?? []) as Record<string, unknown>[]

  it('answers 201 with what was made, and the board shows it', async () => {
    const made = await add('Sonarr')
    expect(made).toMatchObject({ status: 201, json: { success: true, data: { name: 'Sonarr', intervalSeconds: 30 } } })
    const tile = await until(async () =>
      (await board()).find((s) => s['name'] === 'Sonarr' && s['status'] === 'online'),
    )
    expect(tile).toMatchObject({ error: null, uptimePercentage: 100 })
    expect(tile['responseTimeMs']).toBeGreaterThan(0)
  })

  it('answers the refusal of the owner', async () => {
    await add('Radarr')
    expect(await add('Radarr')).toMatchObject({ status: 409, json: { error: { code: 'CONFLICT' } } })
    const none = await browser.call('DELETE', '/api/admin/monitors/00000000-0000-4000-8000-000000000000')
    expect(none).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } })
  })

  it('answers 400 with the field before anything is stored', async () => {
    for (const wrong of [{ target: 'no address' }, { kind: 'smoke signals' }, { intervalSeconds: 1 }, { name: '' }]) {
      const answer = await browser.call('POST', '/api/admin/monitors', { ...monitor('Wrong'), ...wrong })
      expect(answer).toMatchObject({ status: 400, json: { error: { code: 'INVALID' } } })
      const { issues } = answer.json.error!.details as { issues: { path: string }[] }
      expect(issues[0]?.path).toBe(Object.keys(wrong)[0])
    }
    const kept = await browser.call('GET', '/api/admin/journal?type=add-monitor')
    expect(JSON.stringify(kept.json.data)).not.toContain('Wrong')
  })

  it('takes two clicks with one key for one command and gives the first one’s answer', async () => {
    const headers = { 'idempotency-key': 'click-1' }
    const [first, second] = await Promise.all([add('Lidarr', headers), add('Lidarr', headers)])
    const third = await add('Lidarr', headers)
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201])
    expect(second.json.data).toEqual(first.json.data)
    expect(third.json.data).toEqual(first.json.data)
    const other = await add('Readarr', headers)
    expect(other).toMatchObject({ status: 409, json: { error: { code: 'IDEMPOTENCY_MISMATCH' } } })
  })

  it('answers 202 while the owner is away, carries it out when it returns, and tells the page', async () => {
    await owner!.stop()
    const feed = await fetch(`${edge.url}/api/live`, { headers: { cookie: browser.cookie } })
    let heard = ''
    void (async () => {
      for await (const chunk of feed.body!) heard += Buffer.from(chunk).toString()
    })().catch(() => {})
    const sent = await add('Bazarr', { 'idempotency-key': 'patient' })
    expect(sent).toMatchObject({ status: 202, json: { data: { status: 'accepted' } } })
    const { commandId } = sent.json.data as { commandId: string }
    owner = await startTestPortal(edge, { ROLES: 'status' })
    await until(async () => (await board()).some((s) => s['name'] === 'Bazarr'), { timeoutMs: 10_000 })
    await until(() => heard.includes('event: outcome') && heard.includes(commandId))
    expect(await add('Bazarr', { 'idempotency-key': 'patient' })).toMatchObject({
      status: 201,
      json: { data: { name: 'Bazarr' } },
    })
    await feed.body!.cancel().catch(() => {})
  })

  it('says plainly when the owner of a question is away', async () => {
    await owner!.stop()
    owner = null
    const asked = await browser.call('GET', '/api/admin/monitors')
    expect(asked).toMatchObject({ status: 503, json: { error: { code: 'UNAVAILABLE' } } })
    expect((await board()).length).toBeGreaterThan(0)
    owner = await startTestPortal(edge, { ROLES: 'status' })
  })
})
