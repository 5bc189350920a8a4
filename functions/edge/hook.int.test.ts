import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

interface Hooks {
  overseerr: string
  plex: string
}

describe('webhook addresses', () => {
  let portal: TestPortal
  let browser: TestBrowser
  beforeAll(async () => {
    portal = await startTestPortal()
    browser = await new TestBrowser(portal.url).signInAsAdmin()
  })
  afterAll(() => portal.stop())

  const addresses = async (): Promise<Hooks> => {
    const { items } = (await browser.call('GET', '/api/admin/webhooks')).json.data as {
      items: { source: keyof Hooks; url: string }[]
    }
    return Object.fromEntries(items.map((i) => [i.source, i.url])) as unknown as Hooks
  }
  const post = (url: string, body: string | FormData): Promise<Response> => fetch(url, { method: 'POST', body })
  const received = async (): Promise<number> => {
    const { items } = (await browser.call('GET', '/api/admin/journal?type=received&limit=200')).json.data as {
      items: unknown[]
    }
    return items.length
  }

  it('are given in full, under the address that the page was opened with', async () => {
    const hooks = await addresses()
    expect(hooks.overseerr).toMatch(new RegExp(`^${portal.url}/hooks/overseerr/[\\w-]{32,}$`))
    expect(hooks.plex).toContain('/hooks/plex/')
  })

  it('take a body at once and turn it into facts', async () => {
    const { overseerr } = await addresses()
    const body = JSON.stringify({
      notification_type: 'MEDIA_PENDING',
      subject: 'Metropolis (1927)',
      media: { media_type: 'movie', tmdbId: '19', status: 'PENDING', status4k: 'UNKNOWN' },
      request: { request_id: '77', requestedBy_username: 'fritz' },
    })
    expect((await post(overseerr, body)).status).toBe(202)
    const fact = await until(async () => {
      const { items } = (await browser.call('GET', '/api/admin/journal?domain=requests&type=asked')).json.data as {
        items: { data: unknown }[]
      }
      return items[0]
    })
    expect(fact.data).toMatchObject({ title: 'Metropolis (1927)', requestedBy: 'fritz', confirmed: false })
  })

  it('show on the feed of an admin as they arrive, with the body sealed', async () => {
    const { overseerr } = await addresses()
    const feed = await fetch(`${portal.url}/api/live`, { headers: { cookie: browser.cookie } })
    let heard = ''
    void (async () => {
      for await (const chunk of feed.body!) heard += Buffer.from(chunk).toString()
    })().catch(() => {})
    await until(() => heard.includes('welcome'))
    await post(overseerr, '{"notification_type":"TEST_NOTIFICATION","subject":"only inside"}')
    await until(() => heard.includes('event: webhooks.received') && heard.includes('event: requests.webhook-tested'))
    expect(heard).not.toContain('only inside')
    await feed.body!.cancel().catch(() => {})
  })

  it('take the payload part of a form and drop the picture', async () => {
    const { plex } = await addresses()
    const form = new FormData()
    form.set(
      'payload',
      JSON.stringify({
        event: 'media.scrobble',
        Account: { title: 'ada' },
        Server: { uuid: 's' },
        Metadata: { ratingKey: '9', title: 'M', type: 'movie' },
      }),
    )
    form.set('thumb', new Blob([new Uint8Array(5000)], { type: 'image/jpeg' }), 'thumb.jpg')
    expect((await post(plex, form)).status).toBe(202)
    await until(async () => {
      const { items } = (await browser.call('GET', '/api/admin/journal?domain=library')).json.data as {
        items: unknown[]
      }
      return items.length === 1
    })
  })

  it('answer 404 to an unknown secret, 400 to what is no JSON, 413 to what is too large, and store none of it', async () => {
    const { overseerr, plex } = await addresses()
    const before = await received()
    const statuses = await Promise.all([
      post(`${portal.url}/hooks/overseerr/guess`, '{}'),
      post(`${portal.url}/hooks/elsewhere/guess`, '{}'),
      post(overseerr.replace('overseerr', 'plex'), '{}'),
      post(overseerr, '{"broken'),
      post(overseerr, ''),
      post(plex, new FormData()),
      post(overseerr, JSON.stringify({ text: 'x'.repeat(1_100_000) })),
    ])
    expect(statuses.map((r) => r.status)).toEqual([404, 404, 404, 400, 400, 400, 413])
    expect(await received()).toBe(before)
  })

  it('take a body just under the limit', async () => {
    const { overseerr } = await addresses()
    expect((await post(overseerr, JSON.stringify({ text: '"\\'.repeat(250_000) }))).status).toBe(202)
  })

  it('change on request: the old one is unknown from then on', async () => {
    const before = await addresses()
    const rotated = await browser.call('POST', '/api/admin/webhooks/overseerr/rotate')
    expect(rotated.status).toBe(200)
    const { url } = rotated.json.data as { url: string }
    expect(url).not.toBe(before.overseerr)
    expect((await addresses()).overseerr).toBe(url)
    await until(async () => (await post(before.overseerr, '{}')).status === 404, { timeoutMs: 1000 })
    await until(async () => (await post(url, '{}')).status === 202, { timeoutMs: 1000 })
  })

  it('need nothing but NATS and the edge', async () => {
    const { overseerr } = await addresses()
    const alone = await startTestPortal(portal, { ROLES: 'edge' })
    expect((await post(overseerr.replace(portal.url, alone.url), '{"alone":true}')).status).toBe(202)
    await alone.stop()
  })
})
