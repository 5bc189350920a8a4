import { randomBytes, randomUUID } from 'node:crypto'
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import { until } from '../test/fresh.ts'
import type { startPlexTv } from '../stand-ins/plex-tv.ts'
import { SERVICE_NAMES, startService } from '../stand-ins/services.ts'
import type { StandIn } from '../stand-ins/stand-in.ts'
import type { Haystack } from './vault.ts'
import { WatchedBrowser } from './watched-browser.test.rig.ts'

export const MACHINE = 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1'

/** A secret that looks like what people use, and that nothing else contains. */
export const made = (kind: string): string => `${kind}-${randomBytes(12).toString('base64url')}`

/** What an exercise needs of the house that it goes on in. */
export interface Place {
  heap: Haystack
  portal: { url: string }
  /** To be stopped at the end. */
  standIns: StandIn[]
}

export async function connectEverything(admin: WatchedBrowser, { heap, standIns }: Place): Promise<void> {
  for (const name of SERVICE_NAMES) {
    const service = await startService(name, {
      key: heap.plant(`${name} key`, made('key')),
      username: 'somebody',
      password: heap.plant(`${name} password`, made('pass')),
    })
    standIns.push(service)
    const given =
      service.credential === 'login'
        ? { username: service.username, password: service.password }
        : { apiKey: service.key }
    const body = { url: service.url, enabled: true, ...given }
    const saved = await admin.call('PUT', `/api/admin/services/${name}`, body)
    expect(saved.status, saved.text).toBe(200)
    await admin.call('POST', '/api/admin/services/test', { name, ...body })
    const wrong = Object.fromEntries(
      Object.keys(given).map((one) => [one, heap.plant(`a wrong ${one} for ${name}`, made('wrong'))]),
    )
    await admin.call('POST', '/api/admin/services/test', { name, url: service.url, ...wrong })
    service.fail('garbage')
    await admin.call('POST', '/api/admin/services/test', { name, ...body })
    service.heal()
    await service.down()
    await admin.call('POST', '/api/admin/services/test', { name, ...body })
    await service.up()
  }
  const inUrl = heap.plant('a password in an address', made('secret'))
  const url = `http://me:${inUrl}@127.0.0.1:1/`
  expect((await admin.call('PUT', '/api/admin/services/radarr', { url })).status).toBe(400)
  await admin.call('POST', '/api/admin/monitors', { name: 'x', kind: 'http', target: url })
  const phrase = heap.plant('the setting backup.passphrase', made('phrase'))
  const set = await admin.call('PUT', '/api/admin/config', { backup: { passphrase: phrase } })
  expect(set.status, set.text).toBe(200)
  await admin.call('PUT', '/api/admin/config', { backup: { passphrase: null } })
  const [change] = (await admin.call('GET', '/api/admin/config/history')).json.data!['items'] as { id: string }[]
  await admin.call('POST', '/api/admin/config/revert', { id: change!.id })
}

export async function linkPlex(
  admin: WatchedBrowser,
  plexTv: Awaited<ReturnType<typeof startPlexTv>>,
  owner: Parameters<typeof plexTv.claim>[1],
): Promise<void> {
  const started = await admin.call('POST', '/api/auth/plex', { purpose: 'link', door: 'code' })
  expect(started.status, started.text).toBe(200)
  plexTv.claim(String(started.json.data?.['code']), owner)
  await until(
    async () => {
      const polled = await admin.call('GET', `/api/auth/plex/${String(started.json.data?.['id'])}?wait=3`)
      return polled.json.data?.['status'] === 'linked'
    },
    { timeoutMs: 20_000 },
  )
  await admin.call('GET', '/api/admin/plex/servers')
  const connected = await admin.call('POST', '/api/admin/plex/servers', { machineIdentifier: MACHINE })
  expect(connected.status, connected.text).toBe(200)
}

export async function livePeople(admin: WatchedBrowser, { heap, portal }: Place): Promise<void> {
  const ben = new WatchedBrowser(portal.url, heap)
  const added = await admin.handOut(
    'a one-time password',
    (d) => [String(d['oneTimePassword'])],
    'POST',
    '/api/admin/users',
    {
      username: 'ben',
    },
  )
  const first = String(added.json.data?.['oneTimePassword'])
  const password = heap.plant('ben’s password', made('ben likes films'))
  await ben.call('POST', '/api/auth/admin', { username: 'ben', password: first })
  await ben.call('POST', '/api/auth/password', { currentPassword: first, newPassword: password })
  ben.plantCookies('ben')
  const setUp = await ben.handOut('a TOTP secret', (d) => [String(d['secret'])], 'POST', '/api/auth/two-factor/setup', {
    password,
  })
  const totp = new TOTP({ secret: String(setUp.json.data?.['secret']), digits: 6, period: 30 })
  await ben.handOut('recovery codes', (d) => d['recoveryCodes'] as string[], 'POST', '/api/auth/two-factor/confirm', {
    code: totp.generate(),
  })
  const again = new WatchedBrowser(portal.url, heap)
  const half = await again.handOut(
    'a challenge',
    (d) => [(d['twoFactor'] as { challenge: string }).challenge],
    'POST',
    '/api/auth/admin',
    { username: 'ben', password },
  )
  const { challenge } = half.json.data!['twoFactor'] as { challenge: string }
  await again.call('POST', '/api/auth/two-factor', { challenge, code: '000000' })
  const made1 = await ben.handOut('an API key', (d) => [String(d['value'])], 'POST', '/api/auth/keys', {
    name: 'tv',
    scopes: ['status:read'],
  })
  const keyed = new WatchedBrowser(portal.url, heap)
  const used = await keyed.call('GET', '/api/dashboard/status', undefined, {
    'x-api-key': String(made1.json.data?.['value']),
  })
  expect(used.status).toBe(200)
  await keyed.call('GET', '/api/dashboard/status', undefined, {
    'x-api-key': heap.plant('a wrong API key', made('mn_wrong')),
  })
  const invited = await admin.handOut('an invitation', (d) => [String(d['code'])], 'POST', '/api/admin/invitations', {})
  const code = String(invited.json.data?.['code'])
  const cleo = new WatchedBrowser(portal.url, heap)
  await cleo.call('POST', `/api/auth/invitations/${code}`, {
    username: 'cleo',
    password: heap.plant('cleo’s password', made('cleo likes series')),
  })
  cleo.plantCookies('cleo')
}

export async function failOnPurpose(admin: WatchedBrowser, { heap, portal }: Place): Promise<void> {
  const stranger = new WatchedBrowser(portal.url, heap)
  await stranger.call('POST', '/api/auth/admin', {
    username: heap.plant('a password typed as the name', made('oops')),
    password: heap.plant('a wrong password', made('guess')),
  })
  await stranger.call('POST', '/api/auth/admin', { username: 'ben', password: heap.plant('another', made('guess')) })
  await stranger.call('POST', '/api/auth/admin', { password: { deep: heap.plant('a misplaced one', made('guess')) } })
  const hooks = await admin.handOut(
    'a webhook address',
    (d) => (d['items'] as { url: string }[]).map(({ url }) => url.split('/').at(-1)!),
    'GET',
    '/api/admin/webhooks',
  )
  for (const { url } of hooks.json.data!['items'] as { url: string }[]) {
    const { pathname } = new URL(url)
    const body = heap.plant('what a raw webhook says', made('private words'))
    await stranger.call('POST', pathname, { notification_type: 'TEST_NOTIFICATION', subject: body })
    await stranger.call('POST', `${pathname}x`, {})
  }
  await admin.handOut(
    'a new webhook address',
    (d) => [String(d['url']).split('/').at(-1)!],
    'POST',
    '/api/admin/webhooks/overseerr/rotate',
    {},
  )
  await stranger.call('GET', `/api/nothing?token=${heap.plant('a token in a query', made('token'))}`)
}

export async function readEverything(admin: WatchedBrowser): Promise<void> {
  for (const page of [
    '/api/admin/journal?limit=200',
    '/api/admin/audit?limit=200',
    '/api/admin/audit.csv',
    '/api/admin/services',
    '/api/admin/config',
    '/api/admin/config/history',
    '/api/admin/config/export',
    '/api/admin/config/schema',
    '/api/admin/users',
    '/api/admin/invitations',
    '/api/admin/outside',
    '/api/admin/backups',
    '/api/auth/account',
    '/api/auth/devices',
    '/api/auth/keys',
    '/api/auth/session',
    '/api/dashboard/status',
    '/api/openapi.json',
    '/',
  ]) {
    const answer = await admin.call('GET', page)
    expect(answer.status, page).toBe(200)
  }
  await admin.call('POST', '/api/admin/backups', {})
  await admin.call('POST', '/api/admin/monitors', { name: `m ${randomUUID()}`, kind: 'tcp', target: '127.0.0.1:1' })
}
