import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../test/fresh.ts'
import { startKuma } from './services.ts'

type Kuma = Awaited<ReturnType<typeof startKuma>>
let service: Kuma
const open: Socket[] = []
beforeEach(async () => {
  service = await startKuma({ username: 'ada', password: 'the-password', base: '/below' })
})
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect()
  await service.stop()
})

interface Client {
  socket: Socket
  /** Names of what came, in order. */
  heard: string[]
  said: Map<string, unknown[]>
  ask(event: string, argument: unknown): Promise<Record<string, unknown>>
}

async function connect(options: object = {}): Promise<Client> {
  const { origin, pathname } = new URL(service.url)
  const socket = io(origin, { path: `${pathname}/socket.io`, transports: ['websocket'], forceNew: true, ...options })
  open.push(socket)
  const heard: string[] = []
  const said = new Map<string, unknown[]>()
  socket.onAny((event: string, ...args: unknown[]) => {
    heard.push(event)
    said.set(event, args)
  })
  await until(() => socket.connected)
  return {
    socket,
    heard,
    said,
    ask: async (event, argument) =>
      (await socket.timeout(2000).emitWithAck(event, argument)) as Record<string, unknown>,
  }
}

const ready = ({ heard }: Client): Promise<unknown> => until(() => heard.includes('loginRequired'))
const login = { username: 'ada', password: 'the-password', token: '' }

test('what is said before it waits for a sign-in is lost', async () => {
  service.kuma.greetingMs = 300
  const client = await connect()
  await expect(client.socket.timeout(100).emitWithAck('login', login)).rejects.toThrow()
  await ready(client)
  expect(service.kuma.signIns.password).toBe(0)
  expect(await client.ask('login', login)).toMatchObject({ ok: true, token: expect.stringMatching(/^eyJ/) })
})

test('it refuses in its own words, lets in, and lists before it says so', async () => {
  const client = await connect()
  await ready(client)
  const wrong = { ok: false, msg: 'authIncorrectCreds', msgi18n: true }
  expect(await client.ask('login', { ...login, password: 'wrong' })).toEqual(wrong)
  expect(await client.ask('loginByToken', 'no')).toEqual({ ok: false, msg: 'authInvalidToken', msgi18n: true })
  const { token } = await client.ask('login', login)
  expect(client.heard.slice(client.heard.indexOf('monitorList'))).toEqual(
    expect.arrayContaining(['monitorList', 'maintenanceList', 'info', 'heartbeatList', 'avgPing', 'uptime']),
  )
  const [list] = client.said.get('monitorList') as [Record<string, Record<string, unknown>>]
  expect(list['1']).toMatchObject({ id: 1, name: 'Films', includeSensitiveData: true, basic_auth_pass: null })

  // the lists of who comes second go to the first as well
  client.heard.splice(0)
  const second = await connect()
  await ready(second)
  expect(await second.ask('loginByToken', token)).toEqual({ ok: true })
  await until(() => client.heard.includes('heartbeatList'))

  service.kuma.beat(1, { status: 0, msg: 'away' })
  await until(() => second.heard.includes('heartbeat'))
  const [live] = second.said.get('heartbeat') as [Record<string, unknown>]
  expect(live).toMatchObject({ monitorID: 1, status: 0, msg: 'away', important: true })
  expect(live).not.toHaveProperty('ping')

  // a token dies with the password
  service.kuma.changePassword('another')
  await until(() => !second.socket.connected)
  const third = await connect()
  await ready(third)
  expect(await third.ask('loginByToken', token)).toMatchObject({ ok: false })
  expect(await third.ask('login', { ...login, password: 'another' })).toMatchObject({ ok: true })
})

test('it takes 20 sign-ins a minute from all the world, right or wrong, and as many tokens as come', async () => {
  const client = await connect()
  await ready(client)
  for (let i = 0; i < 20; i += 1) await client.ask('login', { ...login, password: 'wrong' })
  expect(await client.ask('login', login)).toEqual({ ok: false, msg: 'Too frequently, try again later.' })
  expect(await client.ask('loginByToken', 'no')).toMatchObject({ msg: 'authInvalidToken' })
})

test('a one-time code is asked for, and where nobody signs in all is told at once', async () => {
  service.kuma.twoFactor = true
  const client = await connect()
  await ready(client)
  expect(await client.ask('login', login)).toEqual({ tokenRequired: true })
  service.kuma.open = true
  const other = await connect()
  await until(() => other.heard.includes('autoLogin'))
  expect(other.heard).toContain('monitorList')
})

test('a foreign origin is refused', async () => {
  const { origin, pathname } = new URL(service.url)
  const extraHeaders = { origin: 'http://elsewhere.test' }
  const path = `${pathname}/socket.io`
  const socket = io(origin, { path, transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders })
  open.push(socket)
  await expect(
    new Promise((resolve, reject) => void socket.on('connect', () => resolve('in')).on('connect_error', reject)),
  ).rejects.toThrow()
})

test('a status page is there for anybody, and of another one half is 404 and half empty', async () => {
  service.kuma.pages.set('home', [{ name: 'At home', ids: [1] }])
  const get = async (path: string) => {
    const answer = await fetch(`${service.url}/api/status-page/${path}`)
    return { status: answer.status, body: (await answer.json()) as unknown }
  }
  expect(await get('home')).toMatchObject({
    body: { publicGroupList: [{ name: 'At home', monitorList: [{ id: 1, name: 'Films' }] }] },
  })
  expect(await get('heartbeat/home')).toMatchObject({
    body: { heartbeatList: { 1: [{ status: 1, msg: '', ping: 13 }] } },
  })
  expect(await get('away')).toEqual({ status: 404, body: { status: 'fail', msg: 'Status Page Not Found' } })
  expect(await get('heartbeat/away')).toEqual({ status: 200, body: { heartbeatList: {}, uptimeList: {} } })
})

test('it dies with its connections, and what it knows survives', async () => {
  const client = await connect({ reconnectionDelay: 50 })
  await ready(client)
  await service.down()
  await until(() => !client.socket.connected)
  service.kuma.beat(1, { status: 0 })
  await service.up()
  await until(() => client.socket.connected)
  await until(async () => (await client.ask('login', login))['ok'] === true)
  const [, rows] = client.said.get('heartbeatList') as [string, unknown[]]
  expect(rows.length).toBeGreaterThan(0)
  expect(service.kuma.beats.get(1)).toHaveLength(2)
})
