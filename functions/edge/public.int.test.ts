import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainRoutes, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { freePort, until } from '../../infra/test/fresh.ts'
import { type TestAnswer, startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'
import { join, mintCookie } from './guard.test.rig.ts'

const HOUR = 3_600_000
const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
const secret = (what: string): string => `${what}-${randomUUID().slice(0, 8)}`

/** Every address that a stranger may ask; the two that describe the API say nothing of a house. */
const open = [...Object.values(routes as Record<string, Route>), ...plainRoutes].filter(
  (route) => route.guard === 'public' && !['/api/openapi.json', '/api/docs'].includes(route.path),
)

describe('the public page', () => {
  let portal: TestPortal
  let admin: TestBrowser
  let stranger: TestBrowser
  let offline: string
  /** What nobody outside the house may ever read. */
  const planted: Record<string, string> = {
    service: secret('vpn'),
    alone: secret('ungrouped'),
    group: secret('cellar'),
    person: secret('grandma'),
    maintenance: secret('cellar-works'),
    maintenanceNote: secret('cellar-note'),
    incident: secret('unpublished'),
    note: secret('between-us'),
    path: secret('token'),
  }

  const make = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await admin.call('POST', path, body)
    expect(answer.status, answer.text).toBe(201)
    return answer.json.data!
  }
  const setPage = async (settings: object): Promise<void> => {
    const answer = await admin.call('PUT', '/api/admin/status-page', settings)
    expect(answer.status, answer.text).toBe(200)
  }
  const page = { enabled: true, title: 'Our house', description: 'How it goes.', groups: ['Media'] }
  const get = (path: string, headers?: Record<string, string>): Promise<TestAnswer> =>
    stranger.call('GET', path, undefined, headers)

  beforeAll(async () => {
    // nothing listens there: no test asks the real plex.tv
    portal = await startTestPortal({}, { PLEX_TV_URL: 'http://127.0.0.1:9' })
    admin = await new TestBrowser(portal.url).signInAsAdmin()
    stranger = new TestBrowser(portal.url)
    offline = `127.0.0.1:${await freePort()}`
    const target = `http://${offline}/${planted['path']}`
    const add = async (name: string, group: string | null) =>
      String((await make('/api/admin/monitors', { name, kind: 'http', target, group }))['id'])
    const shown = await add('Plex', 'Media')
    const hidden = await add(planted['service']!, planted['group']!)
    const alone = await add(planted['alone']!, null)
    const up = { name: 'Portal', kind: 'http', target: `${portal.url}/api/health/live`, group: 'Media' }
    const second = String((await make('/api/admin/monitors', up))['id'])
    await join(portal, admin, planted['person']!)
    const window = { startsAt: at(HOUR), endsAt: at(2 * HOUR) }
    const works = await make('/api/admin/maintenance', {
      ...window,
      title: planted['maintenance'],
      note: planted['maintenanceNote'],
      groups: [planted['group']],
    })
    await make('/api/admin/maintenance', { ...window, title: 'Disk swap', note: 'An hour.', groups: ['Media'] })
    Object.assign(planted, {
      shown,
      hidden,
      alone: planted['alone'],
      aloneId: alone,
      second,
      worksId: works['id'],
      offline,
    })
    await setPage(page)
    await until(async () => {
      const { json } = await admin.call('GET', '/api/dashboard/status')
      const services = json.data?.['services'] as { id: string; status: string; error: string | null }[]
      return services.every((one) => one.status !== 'unknown') && services.some((one) => one.error?.includes(offline))
    })
  })
  afterAll(() => portal.stop())

  const leaks = ({ text, headers }: TestAnswer): string[] =>
    Object.values(planted).filter((mark) => `${text}\n${JSON.stringify([...headers])}`.includes(mark))

  it('shows what was chosen', async () => {
    const { status, json } = await get('/api/public/status')
    expect(status).toBe(200)
    expect(json.data).toMatchObject({
      title: 'Our house',
      description: 'How it goes.',
      status: 'offline',
      groups: [
        {
          name: 'Media',
          status: 'offline',
          services: [
            { name: 'Plex', status: 'offline', uptimePercentage: 0, responseTimeMs: null },
            { name: 'Portal', status: 'online', uptimePercentage: 100, responseTimeMs: null },
          ],
        },
      ],
      maintenance: [{ title: 'Disk swap', note: 'An hour.' }],
    })
    const [{ services }] = json.data!['groups'] as [{ services: { days: { day: string }[] }[] }]
    expect(services[0]?.days).toHaveLength(90)
    expect(services[0]?.days.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10))
    const { text } = await get('/api/public/feed.xml')
    for (const part of ['Maintenance: Disk swap', 'An hour.', `${portal.url}/status`]) expect(text).toContain(part)
  })

  it.each(open.map((route) => [route.method, route.path] as const))(
    '%s %s tells a stranger nothing else',
    async (method, path) => {
      const params = [...path.matchAll(/:\w+/g)].length
      const asked = params === 0 ? [path] : [...Object.values(planted), 'Plex'].map((mark) => filled(path, mark))
      for (const one of asked) {
        const answer = await stranger.call(method, one, method === 'GET' ? undefined : {})
        expect(leaks(answer), one).toEqual([])
      }
    },
  )

  it('shows published incidents with their public notes, and only services that it shows', async () => {
    const serviceIds = [planted['shown'], planted['hidden']]
    await make('/api/admin/incidents', { title: planted['incident'], serviceIds })
    const { id } = await make('/api/admin/incidents', { title: 'Plex is slow', serviceIds, published: true })
    await make(`/api/admin/incidents/${String(id)}/notes`, { text: 'We are on it.', public: true })
    await make(`/api/admin/incidents/${String(id)}/notes`, { text: planted['note'] })
    const shown = await get('/api/public/status')
    expect(shown.json.data?.['incidents']).toMatchObject([
      { title: 'Plex is slow', state: 'open', services: ['Plex'], notes: [{ text: 'We are on it.' }] },
    ])
    const feed = await get('/api/public/feed.xml')
    for (const part of ['Plex is slow', 'We are on it.', 'Affected: Plex.']) expect(feed.text).toContain(part)
    expect([...leaks(shown), ...leaks(feed)]).toEqual([])
    const report = await admin.call('GET', `/api/admin/incidents/${String(id)}/post-mortem.md`)
    expect(report.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(report.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.md"$/)
    expect(report.text).toContain('Plex is slow')
  })

  it('answers alike for a badge of what is private and of what there is not', async () => {
    const same = async (path: string) => {
      const { status, text, headers } = await get(path)
      const told = [...headers].filter(([name]) => !/^(date|x-request-id|ratelimit-.*)$/.test(name))
      return JSON.stringify([status, text, told])
    }
    const badges = ['status.svg', 'uptime.svg']
    const names = [...Object.values(planted), 'none', '', '%00', '%', 'Media', 'x'.repeat(200)]
    const answers = await Promise.all(
      names
        .flatMap((name) =>
          badges.map((badge) =>
            same(`/api/public/badges/${name.includes('%') ? name : encodeURIComponent(name)}/${badge}`),
          ),
        )
        .concat(same('/api/public/badges/Plex/status.png')),
    )
    // an empty name is another address
    const kinds = new Set(answers.filter((_, i) => i < 2 * names.indexOf('') || i > 2 * names.indexOf('') + 1))
    expect([...kinds]).toHaveLength(1)
    expect([...kinds][0]).toMatch(/^\[404,"<svg /)
  })

  it('gives badges of what it shows, for pages of others', async () => {
    for (const name of ['Plex', 'pLEX']) {
      const { status, text, headers } = await get(`/api/public/badges/${name}/status.svg`)
      expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8'])
      expect(text).toContain('<title>Plex: offline</title>')
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    }
    expect((await get('/api/public/badges/Portal/uptime.svg')).text).toContain(
      '<title>Portal: 100 % in 90 days</title>',
    )
  })

  it('may be kept by caches, and comes with nobody’s cookie', async () => {
    const cookie = await mintCookie(portal, { role: 'admin' })
    const limits = { '/api/public/status': 15, '/api/public/feed.xml': 60, '/api/public/badges/Plex/uptime.svg': 60 }
    for (const [path, seconds] of Object.entries(limits)) {
      const { status, headers } = await get(path, { cookie })
      expect([path, status, headers.get('cache-control')]).toEqual([path, 200, `public, max-age=${seconds}`])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(headers.getSetCookie()).toEqual([])
    }
    const feed = await get('/api/public/feed.xml')
    const again = await get('/api/public/feed.xml', { 'if-none-match': `"other", ${feed.headers.get('etag')}` })
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', feed.headers.get('etag')])
  })

  it('shows response times and what has no group where that was chosen', async () => {
    await setPage({ ...page, groups: ['', 'Media', 'Gone'], responseTimes: true })
    const groups = (await get('/api/public/status')).json.data!['groups'] as {
      name: string
      services: { name: string; responseTimeMs: number | null }[]
    }[]
    expect(groups.map(({ name }) => name)).toEqual(['', 'Media'])
    expect(groups[0]?.services.map(({ name }) => name)).toContain(planted['alone'])
    expect(groups[1]?.services.find(({ name }) => name === 'Portal')?.responseTimeMs).toBeGreaterThan(0)
    await setPage(page)
  })

  it('is gone at once when it is switched off, badges as if there were none', async () => {
    const none = await get('/api/public/badges/none/status.svg')
    await setPage({ ...page, enabled: false })
    for (const path of ['/api/public/status', '/api/public/feed.xml']) {
      const answer = await get(path)
      expect(answer).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } })
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    const badge = await get('/api/public/badges/Plex/status.svg')
    expect([badge.status, badge.text]).toEqual([404, none.text])
    const { json } = await admin.call('GET', '/api/admin/status-page')
    expect(json.data).toMatchObject({ enabled: false, title: 'Our house', groups: ['Media'], responseTimes: false })
    await setPage(page)
  })
})

/** An address with the same in each place; badges by their own names. */
const filled = (path: string, mark: string): string =>
  path.replace(':badge', 'status.svg').replaceAll(/:\w+/g, encodeURIComponent(mark))
