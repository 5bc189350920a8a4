import { createECDH, randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { expect } from 'vitest'
import { CHANNEL_KINDS } from '../../contracts/channels.ts'
import { sealerOf } from '../keys/open-keys.ts'
import { type Receiver, RECEIVER_KINDS, startReceiver } from '../stand-ins/channels.ts'
import { startMailServer } from '../stand-ins/mail-server.ts'
import { startService } from '../stand-ins/services.ts'
import { until } from '../test/fresh.ts'
import { made, type Place } from './exercises.test.rig.ts'
import type { WatchedBrowser } from './watched-browser.test.rig.ts'

const CHANNELS = '/api/admin/alerts/channels'

/** What an alert is told through: a channel of every kind, e-mail and web push; told well, refused, cut off and away. */
export async function tellEverybody(admin: WatchedBrowser, place: Place): Promise<void> {
  const wide = await admin.call('PUT', '/api/admin/config', { limits: { writesPerMinute: 10_000 } })
  expect(wide.status, wide.text).toBe(200)
  const receivers = await Promise.all(RECEIVER_KINDS.map((kind) => startReceiver(kind)))
  place.standIns.push(...receivers)
  const kinds = new Set<string>(['email'])
  for (const receiver of receivers) {
    kinds.add(receiver.kind)
    await addChannel(admin, place, receiver)
  }
  expect([...kinds].toSorted()).toEqual([...CHANNEL_KINDS].toSorted())
  const mailer = await addMailer(admin, place)
  await choose(admin, place)
  await fall(admin, place)
  await until(() => mailer.mails.length > 1 && receivers.every(({ taken }) => taken.length > 0), { timeoutMs: 40_000 })
  await mailer.stop()
}

/** The secrets of a receiver's configuration, wrong ones after them, and everything that may go wrong. */
async function addChannel(admin: WatchedBrowser, { heap }: Place, receiver: Receiver): Promise<void> {
  const { kind, config, secrets } = receiver
  const whole: Record<string, unknown> = { ...config, ...more(kind) }
  for (const name of [...secrets, 'secret', 'headerValue'])
    if (typeof whole[name] === 'string') heap.plant(`${kind} ${name}`, whole[name])
  const body = { kind, name: `The ${kind}`, config: whole }
  const added = await admin.call('POST', CHANNELS, body)
  expect(added.status, added.text).toBe(201)
  const id = String(added.json.data?.['id'])
  await admin.call('POST', `${CHANNELS}/${id}/test`, {})
  for (const failure of [{ status: 401 }, 'garbage', 'drop'] as const) {
    receiver.fail(failure, { times: 1 })
    await admin.call('POST', `${CHANNELS}/${id}/test`, {})
  }
  await receiver.down()
  await admin.call('POST', `${CHANNELS}/${id}/test`, {})
  await receiver.up()
  const wrong = Object.fromEntries(
    secrets.map((name) => {
      const value = heap.plant(`a wrong ${kind} ${name}`, `${kind === 'telegram' ? '99:' : ''}${made('wrong')}`)
      return [name, String(whole[name]).startsWith('http') ? `${receiver.url}/${value}` : value]
    }),
  )
  // refused by what it is sent to, and refused by us, as there is no such field
  const refused = { kind, config: { ...whole, ...wrong }, enabled: false }
  const other = await admin.call('POST', CHANNELS, refused)
  expect(other.status, other.text).toBe(201)
  await admin.call('POST', `${CHANNELS}/${String(other.json.data?.['id'])}/test`, {})
  const misplaced = { [made('field')]: heap.plant(`a misplaced secret of ${kind}`, made('oops')) }
  expect((await admin.call('POST', CHANNELS, { ...body, name: 'x', config: { ...whole, ...misplaced } })).status).toBe(
    400,
  )
  expect((await admin.call('PUT', `${CHANNELS}/${id}`, { ...body, name: `The own ${kind}` })).status).toBe(200)
}

/** Secrets that a receiver of this kind could do without. */
function more(kind: string): Record<string, unknown> {
  if (kind === 'apprise') return { key: undefined, urls: `json://${made('somebody')}@nas/` }
  if (kind !== 'webhook') return {}
  return { secret: made('signing secret'), headerName: 'X-Own', headerValue: `Bearer ${made('header')}` }
}

async function addMailer(admin: WatchedBrowser, { heap, standIns }: Place) {
  const login = { username: 'house', password: heap.plant('the mail server’s password', made('mail')) }
  const server = await startMailServer({ login })
  standIns.push({ stop: () => server.stop() } as (typeof standIns)[number])
  const config = { host: '127.0.0.1', port: server.port, security: 'none', from: 'media@example.test', ...login }
  const to = ['house@example.test']
  const added = await admin.call('POST', CHANNELS, { kind: 'email', config: { ...config, to } })
  expect(added.status, added.text).toBe(201)
  await admin.call('POST', `${CHANNELS}/${String(added.json.data?.['id'])}/test`, {})
  const wrong = heap.plant('a wrong password of the mail server', made('wrong'))
  const other = await admin.call('POST', CHANNELS, {
    kind: 'email',
    enabled: false,
    config: { ...config, password: wrong, to },
  })
  await admin.call('POST', `${CHANNELS}/${String(other.json.data?.['id'])}/test`, {})
  return server
}

/** How the admin is told: by e-mail and in a browser. What one chose oneself is shown to oneself. */
async function choose(admin: WatchedBrowser, { heap }: Place): Promise<void> {
  const emailAddress = `${made('anna')}@example.test`
  const chosen = { severities: ['critical', 'warning', 'info'], page: true, push: true, email: true, emailAddress }
  const rest = { quiet: null, digestAt: null, timezone: 'UTC' }
  await admin.handOut('a person’s e-mail address', () => [emailAddress], 'PUT', '/api/notices/preferences', {
    ...chosen,
    ...rest,
  })
  const browser = createECDH('prime256v1')
  const keys = {
    p256dh: heap.plant('a browser’s public key', browser.generateKeys('base64url')),
    auth: heap.plant('a browser’s auth secret', randomBytes(16).toString('base64url')),
  }
  const added = await admin.call('POST', '/api/notices/push', { endpoint: 'https://push.example.test/one', keys })
  expect(added.status, added.text).toBe(200)
  await admin.call('POST', '/api/notices/push', { endpoint: 'http://127.0.0.1/', keys })
}

/** A service that calls us, and says that it is down; its token stands in the answers that show its address. */
async function fall(admin: WatchedBrowser, { heap, portal }: Place): Promise<void> {
  const condition = { state: 'offline', forSeconds: 0 }
  const rule = await admin.call('POST', '/api/admin/alerts/rules', { name: 'At once', kind: 'state', condition })
  expect(rule.status, rule.text).toBe(201)
  const monitor = await admin.handOut(
    'the token of a service that calls us',
    (d) => [String(d['pushPath']).split('/').at(-1)!],
    'POST',
    '/api/admin/monitors',
    { name: 'Backup', kind: 'push', intervalSeconds: 3600 },
  )
  const path = String(monitor.json.data?.['pushPath'])
  for (const status of ['up', 'down']) {
    const called = await fetch(`${portal.url}${path}?status=${status}&msg=said`)
    heap.add('the answer to a call', await called.text())
    expect(called.status).toBe(200)
  }
  const unknown = heap.plant('a wrong token of a service that calls us', made('nobody'))
  heap.add('the answer to a wrong call', await (await fetch(`${portal.url}/api/push/${unknown}`)).text())
}

/** Uptime Kuma by name and password, so that it hands out a token of its own. */
export async function followKuma(admin: WatchedBrowser, { heap, standIns }: Place): Promise<void> {
  const login = { username: 'somebody', password: heap.plant('Uptime Kuma’s password', made('pass')) }
  const apiKey = heap.plant('Uptime Kuma’s key', made('key'))
  const kuma = await startService('uptime-kuma', { key: apiKey, ...login })
  standIns.push(kuma)
  const token = heap.plant('a token for Uptime Kuma', made('eyJhbGciOiJIUzI1NiJ9.body'))
  const credentials = { apiKey, ...login, token }
  const saved = await admin.call('PUT', '/api/admin/services/uptime-kuma', { url: kuma.url, ...credentials })
  expect(saved.status, saved.text).toBe(200)
}

/** What the house made for itself lies sealed; it is opened here, to be looked for. */
export async function plantOwnSecrets({ heap }: Place, databaseUrl: string, houseKey: Buffer): Promise<void> {
  const db = new Client({ connectionString: databaseUrl })
  await db.connect()
  try {
    const sealed = async (query: string): Promise<string | undefined> =>
      (await db.query<{ value: string }>(query)).rows[0]?.value
    const kuma = 'select token as value from status.source where token is not null'
    await until(async () => (await sealed(kuma)) !== undefined, { timeoutMs: 20_000 })
    const sealer = await sealerOf(databaseUrl, houseKey)
    heap.plant('the token that Uptime Kuma gave', sealer.open((await sealed(kuma))!))
    const push = 'select sealed_private_key as value from alerts.push_key'
    heap.plant('the private key for web push', sealer.open((await sealed(push))!))
  } finally {
    await db.end()
  }
}

/** What an admin may read of all this. */
export async function readAlerts(admin: WatchedBrowser): Promise<void> {
  for (const page of [
    '/api/alerts',
    '/api/notices',
    '/api/notices/push',
    '/api/admin/alerts/rules',
    CHANNELS,
    `${CHANNELS}/kinds`,
    '/api/admin/alerts/deliveries?limit=200',
    '/api/admin/incidents',
    '/api/admin/maintenance',
    '/api/admin/status-page',
  ]) {
    const answer = await admin.call('GET', page)
    expect(answer.status, page).toBe(200)
  }
}
