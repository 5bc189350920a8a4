import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebhookBody } from '../../contracts/channels.ts'
import type { Transition } from '../../contracts/history.ts'
import type { Service } from '../../contracts/status.ts'
import { until } from '../../infra/test/fresh.ts'
import { type OwnServer, ownNats, ownPostgres } from '../../infra/test/own-servers.ts'
import { killAll, type PortalProcess, startPortalProcess } from '../../infra/test/portal-process.ts'
import { TestBrowser } from '../../infra/test/test-portal.ts'

const SERVICES = 50
/** The last ones cannot work without the first, and fail with it. */
const CHILDREN = 10
const PARENT = 0
const nameOf = (n: number): string => `Service ${n}`
const ALL = Array.from({ length: SERVICES }, (_, n) => n)
const isChild = (n: number): boolean => n >= SERVICES - CHILDREN

/** What is down in each act of the script; it ends with all well. Every 7th, then every 3rd with the parent, and so on. */
const ACTS: readonly ReadonlySet<number>[] = [
  (n: number) => n % 7 === 3,
  (n: number) => n % 3 === 0 || n % 7 === 3,
  (n: number) => n % 5 === 0,
  (n: number) => n % 2 === 1,
  () => false,
].map((down) => {
  const own = new Set(ALL.filter((n) => !isChild(n) && down(n)))
  return new Set(ALL.filter((n) => (isChild(n) ? own.has(PARENT) : own.has(n))))
})

let postgres: OwnServer
let nats: OwnServer
let dataDir: string
let portal: PortalProcess & { url: string }
let browser: TestBrowser
let targets: Server
let receiver: Server
let down: ReadonlySet<number> = new Set()
const received: WebhookBody[] = []

const listening = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function start(): Promise<void> {
  portal = await startPortalProcess({
    dataDir,
    env: { DATABASE_URL: postgres.url, NATS_URL: nats.url, ADMIN_PASSWORD: 'first password' },
  })
  browser = await new TestBrowser(portal.url).signInAsAdmin()
}

beforeAll(async () => {
  ;[postgres, nats, dataDir] = await Promise.all([
    ownPostgres(),
    ownNats(),
    mkdtemp(path.join(tmpdir(), 'medianest-outage-')),
  ])
  targets = createServer((asked, answer) => {
    answer.statusCode = down.has(Number(asked.url?.slice(1))) ? 503 : 200
    answer.end()
  })
  receiver = createServer((asked: IncomingMessage, answer) => {
    const chunks: Buffer[] = []
    asked.on('data', (chunk: Buffer) => chunks.push(chunk))
    asked.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()) as WebhookBody)
      answer.end()
    })
  })
  await start()
}, 60_000)

afterAll(async () => {
  killAll(portal.all())
  for (const server of [targets, receiver]) {
    server.closeAllConnections()
    server.close()
  }
  await Promise.all([postgres.stop(), nats.stop()])
  await rm(dataDir, { recursive: true, force: true })
})

/** What is asked is asked again while one of our servers is still coming back. */
async function data<T>(method: string, at: string, body?: unknown): Promise<T> {
  const again = (status: number): boolean => method === 'GET' && status >= 500
  const answered = async () => {
    const answer = await browser.call(method, at, body)
    return again(answer.status) ? null : answer
  }
  const { status, json } = await until(answered, { timeoutMs: 30_000, what: `${method} ${at} is answered` })
  if (status >= 300) throw new Error(`${method} ${at}: ${status} ${JSON.stringify(json.error)}`)
  return json.data as T
}

/** What goes wrong on our side in the middle of an act. */
const DISTURBANCES: readonly (() => Promise<void>)[] = [
  async () => {
    killAll(portal.all())
    await portal.ended
    await start()
  },
  () => postgres.kill(),
  () => nats.kill(),
  async () => {
    portal.child.kill('SIGTERM')
    await portal.ended
    await start()
  },
  async () => {
    await Promise.all([postgres.kill(), nats.kill()])
  },
]

/** So many services stand on the board as the script has them. */
const boardFollows = (howMany: number): Promise<unknown> =>
  until(
    async () => {
      const board = await data<{ services: Service[] }>('GET', '/api/dashboard/status').catch(() => null)
      const of = new Map(board?.services.map((tile) => [tile.name, tile.status]))
      const follow = ALL.filter((n) => of.get(nameOf(n)) === (down.has(n) ? 'offline' : 'online'))
      return follow.length >= howMany
    },
    { timeoutMs: 90_000, everyMs: 100, what: `${howMany} services follow the script` },
  )

/** What the script makes of one service: `offline`, `online`, … in turn, from its first check on. */
function scripted(n: number): string[] {
  const states = ACTS.map((act) => (act.has(n) ? 'offline' : 'online'))
  return ['online', ...states].filter((state, i, all) => state !== all[i - 1])
}

test('a scripted outage of 50 services, with everything of ours killed in between: not one transition lost or doubled', async () => {
  const [target, url] = [await listening(targets), await listening(receiver)]
  await data('POST', '/api/admin/alerts/rules', {
    name: 'Offline at once',
    kind: 'state',
    condition: { state: 'offline', forSeconds: 0 },
    severity: 'critical',
    enabled: true,
  })
  await data('POST', '/api/admin/alerts/channels', {
    kind: 'webhook',
    name: 'Receiver',
    config: { url },
    enabled: true,
  })
  const add = async (n: number, dependsOn: string[]): Promise<string> => {
    const settings = { name: nameOf(n), kind: 'http', target: `${target}/${n}`, intervalSeconds: 5, dependsOn }
    return (await data<{ id: string }>('POST', '/api/admin/monitors', settings)).id
  }
  const parent = await add(PARENT, [])
  for (let n = 1; n < SERVICES; n++) await add(n, isChild(n) ? [parent] : [])
  await boardFollows(SERVICES)

  for (const [n, act] of ACTS.entries()) {
    const same = ALL.filter((one) => act.has(one) === down.has(one)).length
    down = act
    // in the middle: some changes are seen, written and told, others on their way, the rest still to be found
    await boardFollows(same + Math.ceil((SERVICES - same) / 3))
    await DISTURBANCES[n % DISTURBANCES.length]!()
    await boardFollows(SERVICES)
  }

  const history: Transition[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Transition[]; nextCursor: string | null } = await data(
      'GET',
      `/api/status?limit=1000&cursor=${cursor}`,
    )
    history.push(...page.items)
    cursor = page.nextCursor
  }
  const transitionsOf = (n: number): string[] =>
    history
      .filter(({ name }) => name === nameOf(n))
      .toReversed()
      .map(({ status }) => status)
  const expected = ALL.map((n) => [nameOf(n), scripted(n)])
  expect(ALL.map((n) => [nameOf(n), transitionsOf(n)])).toEqual(expected)

  // what is told: the outages of those that fail by themselves, once each; a repeat would come under the same id
  const told = (n: number): string[] =>
    [...new Map(received.map((body) => [body.id, body])).values()]
      .filter(({ service }) => service?.name === nameOf(n))
      .map(({ transition }) => (transition === 'resolved' ? 'online' : 'offline'))
  const toldOf = (n: number): string[] => (isChild(n) ? [] : scripted(n).slice(1))
  await until(() => ALL.map((n) => told(n).length >= toldOf(n).length).every(Boolean), {
    timeoutMs: 60_000,
    what: 'all is told',
  })
  expect(ALL.map((n) => [nameOf(n), told(n)])).toEqual(ALL.map((n) => [nameOf(n), toldOf(n)]))
  expect(received.filter(({ summary }) => summary)).toEqual([])

  const { items } = await data<{ items: { state: string; subject: { name: string } }[] }>(
    'GET',
    '/api/alerts?limit=200&state=resolved',
  )
  const alerted = new Set(items.map(({ subject }) => subject.name).filter((name) => name.startsWith('Service ')))
  const failed = ALL.filter((n) => toldOf(n).length > 0)
  expect([...alerted].toSorted()).toEqual(failed.map(nameOf).toSorted())
  const active = await data<{ items: unknown[] }>('GET', '/api/alerts?state=active')
  expect(active.items).toEqual([])
}, 400_000)
