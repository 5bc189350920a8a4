import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

interface Line {
  type: string
  key: string
  actor: string
  actorName: string | null
  address: string | null
  data: Record<string, unknown>
}

describe('the audit log', () => {
  let portal: TestPortal
  let admin: TestBrowser
  beforeAll(async () => {
    portal = await startTestPortal()
    admin = await new TestBrowser(portal.url).signInAsAdmin()
    await admin.call('PUT', '/api/admin/services/sonarr', { url: 'http://127.0.0.1:1', apiKey: 'a key of sonarr' })
    await admin.call('PUT', '/api/admin/config', { limits: { readsPerMinute: 5000 } })
    const monitor = { name: '=cmd|calc', kind: 'tcp', target: '127.0.0.1:1' }
    await admin.call('POST', '/api/admin/monitors', monitor)
    await new TestBrowser(portal.url).call('POST', '/api/auth/admin', { username: 'admin', password: 'wrong' })
    await until(async () => {
      const types = (await read('')).map(({ type }) => type)
      return ['auth.sign-in-failed', 'settings.changed', 'status.add-monitor'].every((type) => types.includes(type))
    })
  })
  afterAll(() => portal.stop())

  const read = async (query: string): Promise<Line[]> => {
    const answer = await admin.call('GET', `/api/admin/audit?limit=200${query}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.json.data?.['items'] as Line[]
  }

  it('says who did what, to what, from where, and not what followed by itself', async () => {
    const lines = await read('')
    const configured = lines.find(({ type }) => type === 'settings.service-configured')
    expect(configured).toMatchObject({ key: 'sonarr', actorName: 'admin', address: '127.0.0.1' })
    expect(lines.filter(({ type }) => type === 'settings.changed')).toHaveLength(2)
    expect(lines.map(({ type }) => type)).not.toContain('status.monitor-added')
    expect(lines.map(({ type }) => type)).not.toContain('status.changed')
    const failed = lines.find(({ type }) => type === 'auth.sign-in-failed')
    expect(failed).toMatchObject({ actor: 'visitor', address: '127.0.0.1', data: { username: 'admin' } })
  })

  it('is filtered by person, kind, thing and time', async () => {
    const types = async (query: string) => new Set((await read(query)).map(({ type }) => type))
    expect(await types('&who=visitor')).toEqual(new Set(['auth.sign-in-failed']))
    expect((await types('&who=ADMIN')).has('settings.changed')).toBe(true)
    expect(await types('&who=nobody')).toEqual(new Set())
    expect(await types('&type=settings.changed')).toEqual(new Set(['settings.changed']))
    expect(await types('&what=sonarr')).toEqual(new Set(['settings.service-configured']))
    expect(await types('&to=2020-01-01')).toEqual(new Set())
  })

  it('comes as a table that a spreadsheet takes for text', async () => {
    const table = await admin.call('GET', '/api/admin/audit.csv?who=admin')
    expect(table.headers.get('content-type')).toContain('text/csv')
    expect(table.headers.get('content-disposition')).toMatch(/attachment; filename="medianest-audit-.*\.csv"/)
    const [head, ...lines] = table.text.trim().split('\r\n')
    expect(head).toBe('time,who,actor,from,what,to,data,id,correlation')
    expect(lines.every((line) => line.includes(',admin,user:'))).toBe(true)
    expect(table.text).toContain("'=cmd|calc")
    const wrong = await admin.call('GET', '/api/admin/audit.csv?from=yesterday')
    expect(wrong).toMatchObject({ status: 400, json: { error: { details: { issues: [{ path: 'from' }] } } } })
  })
})
