import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainRoutes, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { until } from '../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'
import { join } from './guard.test.rig.ts'

const table = [...Object.values(routes as Record<string, Route>).filter((r) => r.does !== 'hook'), ...plainRoutes]
/** Streams do not end by themselves; they are listened to apart. */
const OPEN_ENDED = ['/api/live', '/ws/status', '/api/docs']

/** Nothing under that name, or (where no Plex and no Seerr is connected) nothing at all. */
const REFUSED = [400, 404, 409]

describe('two people in one house', () => {
  let portal: TestPortal
  let anna: TestBrowser
  let ben: TestBrowser
  /** Everything by which Anna could be recognised. */
  let hers: Record<string, string>

  beforeAll(async () => {
    portal = await startTestPortal()
    const admin = await new TestBrowser(portal.url).signInAsAdmin()
    anna = await join(portal, admin, `anna-${randomUUID()}`)
    ben = await join(portal, admin, `ben-${randomUUID()}`)
    const { user } = (await anna.call('GET', '/api/auth/session')).json.data as {
      user: { id: string; username: string }
    }
    const name = `key ${randomUUID()}`
    const key = await anna.call('POST', '/api/auth/keys', { name, scopes: ['status:read'] })
    const devices = (await anna.call('GET', '/api/auth/devices')).json.data!['items'] as { id: string }[]
    hers = {
      userId: user.id,
      username: user.username,
      keyName: name,
      keyId: (key.json.data!['apiKey'] as { id: string }).id,
      deviceId: devices[0]!.id,
    }
  })
  afterAll(() => portal.stop())

  const namesHer = (text: string): string[] => Object.values(hers).filter((mark) => text.includes(mark))

  const readable = table.filter((r) => r.method === 'GET' && r.guard !== 'admin' && !OPEN_ENDED.includes(r.path))

  it.each(readable.map((r) => [r.path]))('GET %s tells one nothing of the other', async (path) => {
    const ids = path.includes(':') ? Object.values(hers) : ['']
    for (const id of ids) {
      const answer = await ben.call('GET', path.replace(/:\w+/, encodeURIComponent(id)))
      expect(namesHer(answer.text).filter((mark) => mark !== id)).toEqual([])
      if (id !== '') expect(REFUSED).toContain(answer.status)
    }
  })

  const changing = table.filter((r) => r.method !== 'GET' && r.guard === 'user' && r.path.includes(':'))

  it.each(changing.map((r) => [r.method, r.path]))('%s %s finds nothing of the other', async (method, path) => {
    for (const id of Object.values(hers)) {
      const answer = await ben.call(method, path.replace(/:\w+/, encodeURIComponent(id)), {})
      expect(REFUSED).toContain(answer.status)
    }
  })

  it('leaves what the other has as it was', async () => {
    const keys = (await anna.call('GET', '/api/auth/keys')).json.data!['items'] as { id: string }[]
    expect(keys.map(({ id }) => id)).toEqual([hers['keyId']])
    expect((await anna.call('GET', '/api/auth/devices')).text).toContain(hers['deviceId'])
    expect((await anna.call('GET', '/api/auth/session')).status).toBe(200)
  })

  it('lets each hear of themselves alone on the feed', async () => {
    const heard = { anna: '', ben: '' }
    const stop = new AbortController()
    const listen = async (who: 'anna' | 'ben', browser: TestBrowser): Promise<void> => {
      const feed = await fetch(`${portal.url}/api/live`, { headers: { cookie: browser.cookie }, signal: stop.signal })
      void (async () => {
        for await (const chunk of feed.body!) heard[who] += Buffer.from(chunk).toString()
      })().catch(() => {})
    }
    await listen('anna', anna)
    await listen('ben', ben)
    const made = await anna.call('POST', '/api/auth/keys', { name: 'one more', scopes: ['status:read'] })
    const other = await ben.call('POST', '/api/auth/keys', { name: 'his own', scopes: ['status:read'] })
    const id = (made.json.data!['apiKey'] as { id: string }).id
    const his = (other.json.data!['apiKey'] as { id: string }).id
    await until(() => heard.anna.includes(id) && heard.ben.includes(his))
    expect(namesHer(heard.ben)).toEqual([])
    expect(heard.ben).not.toContain(id)
    expect(heard.anna).not.toContain(his)
    // who did it from where is for admins
    expect(heard.anna).not.toContain('127.0.0.1')
    expect(heard.anna).toContain('one more')
    stop.abort()
  })
})
