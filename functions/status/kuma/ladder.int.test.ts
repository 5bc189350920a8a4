import { afterEach, expect, test } from 'vitest'
import { OutsideBreaker } from '../../../contracts/outside.ts'
import { stateStore } from '../../../bus/nats/state.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type KumaRig, startKumaRig, tileAs } from './kuma-rig.test.ts'

let at: KumaRig
afterEach(() => at.stop())

const POLL_MS = 30_000
const BRACES = 'Braces {and} "quotes", with a comma'

test('with a key alone its metrics are read, whatever the names', async () => {
  at = await startKumaRig({ key: 'the-key' })
  await at.connect({ apiKey: 'the-key' })
  expect(await tileAs(at, 'Films', ({ status }) => status === 'online')).toMatchObject({
    kind: 'http',
    group: 'Uptime Kuma',
    responseTimeMs: 13,
    source: 'uptime-kuma',
  })
  const down = await tileAs(at, BRACES, ({ status }) => status === 'offline')
  expect(down.error).toBe('Uptime Kuma reports it offline.')
  at.kuma.kuma.beat(2, { status: 1, ping: 3 })
  await at.slot(POLL_MS)
  await tileAs(at, BRACES, ({ status }) => status === 'online')
  await until(() => at.events('status.changed').filter(({ name }) => name === BRACES).length === 2)
  expect(at.kuma.callsTo('/metrics').length).toBeLessThan(5)

  const breakers = stateStore(at.rig.link, OutsideBreaker)
  await until(async () => {
    const shown = await Promise.all((await breakers.keys()).map((key) => breakers.get(key)))
    return shown.some((one) => one?.system === 'Uptime Kuma' && one.address === at.kuma.url)
  })
})

test('version 1 tells no ids, and the same monitors stay when they get some', async () => {
  at = await startKumaRig({ key: 'the-key', username: 'ada', password: 'the-password', version: '1.23.17' })
  await at.connect({ apiKey: 'the-key' })
  const { id } = await tileAs(at, 'Films', ({ status }) => status === 'online')
  await at.connect({ username: 'ada', password: 'the-password' })
  const source = async () =>
    (await at.pool.query<{ source_id: string }>('select source_id from status.monitor where id = $1', [id])).rows[0]
  await until(async () => (await source())?.source_id === '1')
  expect(at.events('status.monitor-removed')).toEqual([])
})

test('it falls from rung to rung, and climbs up again, without a word that is not true', async () => {
  at = await startKumaRig({ key: 'the-key', username: 'ada', password: 'the-password' })
  const { kuma } = at.kuma
  kuma.pages.set('home', [{ name: 'On the page', ids: [1] }])
  await at.connect({
    username: 'ada',
    password: 'the-password',
    apiKey: 'the-key',
    config: { statusPage: 'home' },
  })
  await tileAs(at, 'Films', ({ status }) => status === 'online')
  const turns = () =>
    at.logged
      .map((line) => JSON.parse(line) as { msg: string; to: string | null })
      .filter(({ msg }) => msg.startsWith('Uptime Kuma is followed'))
      .map(({ to }) => to)
  expect(turns()).toEqual(['socket'])

  // it throws us out and refuses what we have: its metrics still take the key
  kuma.changePassword('another')
  await until(() => turns().at(-1) === 'metrics', { timeoutMs: 15_000 })
  kuma.beat(1, { status: 0 })
  await at.slot(POLL_MS)
  await tileAs(at, 'Films', ({ status }) => status === 'offline')

  at.kuma.fail({ status: 500 }, { path: '/metrics' })
  kuma.beat(1, { status: 1, ping: 21 })
  await at.slot(POLL_MS)
  expect(await tileAs(at, 'Films', ({ status }) => status === 'online')).toMatchObject({ responseTimeMs: 21 })
  expect(turns().at(-1)).toBe('page')

  kuma.newPassword = null
  await at.slot(10 * POLL_MS)
  await until(() => turns().at(-1) === 'socket')
  kuma.beat(1, { status: 0 })
  await tileAs(at, 'Films', ({ status }) => status === 'offline')
  const said = () =>
    at
      .events('status.changed')
      .filter(({ name }) => name === 'Films')
      .map(({ status }) => status)
  await until(() => said().length === 4)
  expect(said()).toEqual(['online', 'offline', 'online', 'offline'])
  expect(at.events('status.source-lost')).toEqual([])
})

test('a status page needs no secret, and gives its headings', async () => {
  at = await startKumaRig()
  at.kuma.kuma.pages.set('home', [{ name: 'At home', ids: [1, 2] }])
  await at.connect({ config: { statusPage: 'home' } })
  expect(await tileAs(at, 'Films', ({ status }) => status === 'online')).toMatchObject({ group: 'At home' })
  await tileAs(at, BRACES, ({ status }) => status === 'offline')
})

test('where nobody has to sign in, nothing has to be given', async () => {
  at = await startKumaRig()
  at.kuma.kuma.open = true
  await at.connect()
  await tileAs(at, 'Films', ({ status }) => status === 'online')
})

test('a token is enough', async () => {
  at = await startKumaRig({ username: 'ada', password: 'the-password' })
  await at.connect({ username: 'ada', password: 'the-password' })
  const token = await until(async () => {
    const { rows } = await at.pool.query<{ token: string | null }>('select token from status.source')
    return rows[0]?.token
  })
  const jwt = at.rig.sealer.open(token)
  await at.connect({ username: null, password: null, token: jwt })
  const before = at.kuma.kuma.signIns.token
  await until(() => at.kuma.kuma.signIns.token > before)
  at.kuma.kuma.beat(1, { status: 0 })
  await tileAs(at, 'Films', ({ status }) => status === 'offline')
  expect(at.kuma.kuma.signIns.password).toBe(1)
})
