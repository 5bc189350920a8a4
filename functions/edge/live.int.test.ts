import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { StatusChanged } from '../../contracts/status.ts'
import { BusClient } from '../../bus/client.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { newId } from '../../bus/ids.ts'
import { Sealer } from '../../bus/seal.ts'
import { natsUrl, until } from '../../infra/test/fresh.ts'
import { quiet, testKey } from '../../infra/test/rig.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'
import { mintCookie } from './guard.test.rig.ts'

interface FeedEvent {
  id: number | null
  name: string
  data: Record<string, unknown>
}

/** Reads a feed as a browser does. */
class Feed {
  readonly events: FeedEvent[] = []
  readonly #abort = new AbortController()
  closed = false

  async open(browser: TestBrowser, lastId?: number): Promise<this> {
    const response = await fetch(`${browser.base}/api/live`, {
      signal: this.#abort.signal,
      headers: { cookie: browser.cookie, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) },
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    void this.#read(response.body!)
      .catch(() => {})
      .finally(() => (this.closed = true))
    return this
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) this.#add(block)
    }
  }

  #add(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    const name = fields.get('event')
    if (!name) return
    const id = fields.get('id')
    this.events.push({
      id: id ? Number(id) : null,
      name,
      data: JSON.parse(fields.get('data')!) as Record<string, unknown>,
    })
  }

  close(): void {
    this.#abort.abort()
  }
}

describe('the live feed', () => {
  let portal: TestPortal
  let link: NatsLink
  let client: BusClient
  let browser: TestBrowser
  beforeAll(async () => {
    portal = await startTestPortal()
    link = await connectNats(natsUrl(), portal.namespace, quiet)
    client = new BusClient(link, new Sealer([testKey]))
    browser = await new TestBrowser(portal.url).signInAsAdmin()
  })
  afterAll(async () => {
    await client.stop()
    await link.nc.close()
    await portal.stop()
  })

  const change = (name: string): Promise<unknown> =>
    client.publishEvent(
      StatusChanged,
      {
        monitorId: newId(),
        name,
        version: 1,
        from: 'online',
        status: 'offline',
        responseTimeMs: null,
        error: 'connection refused',
        at: new Date().toISOString(),
      },
      { actor: 'system', correlationId: newId() },
    )
  const names = (feed: Feed): unknown[] =>
    feed.events.filter((e) => e.name === 'status.changed').map((e) => (e.data['data'] as { name: string }).name)

  it('brings a change of state to an open page within a second, naming the new status', async () => {
    const feed = await new Feed().open(browser)
    await change('Plex')
    const seen = await until(() => feed.events.find((e) => e.name === 'status.changed'), { timeoutMs: 1000 })
    expect(seen.data).toMatchObject({ data: { name: 'Plex', status: 'offline' } })
    feed.close()
  })

  it('goes on where a page was, also on another edge process after a restart of ours', async () => {
    const feed = await new Feed().open(browser)
    await change('one')
    const last = await until(() => feed.events.find((e) => names(feed).includes('one') && e.id !== null)?.id)
    const lastId = Math.max(last, ...feed.events.map((e) => e.id ?? 0))
    feed.close()
    await change('two')
    await change('three')
    const second = await startTestPortal(portal, { ROLES: 'edge' })
    const elsewhere = new TestBrowser(second.url)
    elsewhere.cookie = browser.cookie
    const resumed = await new Feed().open(elsewhere, lastId)
    await until(() => names(resumed).includes('three'))
    await change('four')
    await until(() => names(resumed).includes('four'))
    expect(names(resumed)).toEqual(['two', 'three', 'four'])
    resumed.close()
    await second.stop()
  })

  it('tells a page with an unknown id to read everything anew', async () => {
    const feed = await new Feed().open(browser, 999_999)
    await until(() => feed.events.some((e) => e.name === 'reset'))
    feed.close()
  })

  it('speaks the documented WebSocket, and refuses a foreign page and a stranger', async () => {
    const address = `${portal.url.replace('http', 'ws')}/ws/status`
    const refused = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        new WebSocket(address, { headers })
          .on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
          .on('error', () => {})
      })
    expect(await refused({})).toBe(401)
    expect(await refused({ cookie: browser.cookie, origin: 'https://evil.example' })).toBe(403)
    const heard: { event: string; data: Record<string, unknown> }[] = []
    const socket = new WebSocket(address, { headers: { cookie: browser.cookie, origin: portal.url } })
    socket.on('message', (text) => heard.push(JSON.parse((text as Buffer).toString()) as (typeof heard)[number]))
    await new Promise((opened) => socket.on('open', opened))
    await change('Sonarr')
    await until(() => heard.some((m) => m.event === 'service:status' && m.data['service'] === 'Sonarr'), {
      timeoutMs: 1000,
    })
    socket.close()
  })

  it('closes the feed of a session that ends', async () => {
    const other = await new TestBrowser(portal.url).signInAsAdmin()
    const feed = await new Feed().open(other)
    await other.call('POST', '/api/auth/logout')
    await until(() => feed.closed, { timeoutMs: 1000 })
  })

  it('closes what is open when the time of a session is over, though nobody ended it', async () => {
    const short = new TestBrowser(portal.url)
    short.cookie = await mintCookie(portal, { endsIn: 3 })
    const feed = await new Feed().open(short)
    const socket = new WebSocket(`${portal.url.replace('http', 'ws')}/ws/status`, { headers: { cookie: short.cookie } })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    await until(() => feed.closed, { timeoutMs: 8000 })
    expect(await closed).toBe(4401)
    expect((await short.call('GET', '/api/dashboard/status')).status).toBe(401)
  })
})
