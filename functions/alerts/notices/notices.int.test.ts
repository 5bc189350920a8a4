import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SEVERITIES } from '../../../contracts/alerts.ts'
import { AddChannel, ListDeliveries } from '../../../contracts/channels.ts'
import {
  AddPushBrowser,
  ForgetInAlerts,
  GetNoticePreferences,
  GetPushKey,
  ListNotices,
  ReadNotices,
  RemovePushBrowser,
  SetNoticePreferences,
} from '../../../contracts/notices.ts'
import { type MailServer, startMailServer } from '../../../infra/stand-ins/mail-server.ts'
import { type StandIn, startStandIn } from '../../../infra/stand-ins/stand-in.ts'
import { alertOf, type DeliveryRig, startDelivery, toldOf } from '../delivery/delivery-rig.test.ts'

let at: DeliveryRig
beforeAll(async () => {
  at = await startDelivery()
})
afterAll(() => at.stop())
afterEach(() =>
  at.pool.query(
    'truncate alerts.channel, alerts.delivery, alerts.lane, alerts.person, alerts.notice, alerts.preference, alerts.push_browser',
  ),
)

const ALL = [...SEVERITIES]
const plain = {
  severities: ALL,
  page: true,
  push: true,
  email: false,
  quiet: null,
  digestAt: null,
  timezone: 'UTC',
  emailAddress: null,
}
const now = (): number => at.clock.at
const left = async (): Promise<string[]> => {
  const { rows } = await at.pool.query<{ body: string }>(
    `select body from alerts._outbox where subject like '%notice-left%'`,
  )
  return rows.map(({ body }) => body)
}

describe('on the page', () => {
  test('admins are told by default, others once they choose, and nobody sees what is another’s', async () => {
    const [anna, ben, clara] = [await at.person('admin'), await at.person('user'), await at.person('user')]
    await at.ask(SetNoticePreferences, plain, clara)
    const alert = alertOf()
    const disk = alertOf({
      title: 'A disk fills up',
      subject: { kind: 'house', id: 'data', name: 'Disk', group: null },
    })
    await at.queue(toldOf(alert, 'raised', now()), toldOf(disk, 'raised', now()))
    await at.send()
    const of = async (person: string) => (await at.ask(ListNotices, {}, person)).items
    expect((await of(anna)).map(({ title }) => title).toSorted()).toEqual(['A disk fills up', 'Sonarr is offline'])
    expect(await of(ben)).toEqual([])
    const [only, ...more] = await of(clara)
    expect(more).toEqual([])
    expect(only).toMatchObject({ title: 'Sonarr is offline', severity: 'critical', readAt: null })
    // who is no admin learns no reason
    expect(only?.body).not.toContain('connection refused')
    expect((await of(anna)).some(({ body }) => body.includes('connection refused'))).toBe(true)
    const { unread } = await at.ask(ReadNotices, { ids: [only!.id] }, anna)
    expect(unread).toBe(2)
    expect((await of(clara))[0]?.readAt).toBeNull()
    expect(await at.ask(ReadNotices, {}, clara)).toEqual({ unread: 0 })
    expect((await left()).filter((body) => body.includes(clara))).toHaveLength(1)
  })

  test('what comes anew about the same takes its place and is unread again', async () => {
    const anna = await at.person('admin')
    const alert = alertOf()
    await at.queue(toldOf(alert, 'raised', now()))
    await at.send()
    const before = await at.ask(ListNotices, {}, anna)
    await at.ask(ReadNotices, { upTo: new Date(now()).toISOString() }, anna)
    at.pass(60_000)
    await at.queue(toldOf({ ...alert, state: 'resolved' }, 'resolved', now()))
    await at.send()
    const after = await at.ask(ListNotices, { unread: true }, anna)
    expect(after).toMatchObject({
      unread: 1,
      items: [{ id: before.items[0]?.id, title: 'Resolved: Sonarr is offline' }],
    })
    const pages = await at.ask(ListNotices, { limit: 1 }, anna)
    expect(pages.nextCursor).toBeNull()
  })

  test('a person who is switched off is told nothing, and one who is erased leaves nothing', async () => {
    const [anna, ben] = [await at.person('admin'), await at.person('admin')]
    const alert = alertOf({ title: 'Token of Zebulon Quist died' })
    await at.queue(toldOf(alert, 'raised', now()))
    await at.pool.query('update alerts.person set enabled = false where user_id = $1', [ben])
    await at.send()
    expect((await at.ask(ListNotices, {}, ben)).items).toEqual([])
    const states = (await at.ledger()).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['dropped', 'sent'])
    await at.ask(ForgetInAlerts, { userId: ben, names: ['Zebulon Quist'] })
    await at.ask(ForgetInAlerts, { userId: ben, names: ['Zebulon Quist'] })
    const { rows } = await at.pool.query<{ all: string }>(
      `select coalesce(string_agg(d::text, ' '), '') || (select string_agg(n::text, ' ') from alerts.notice n) as all from alerts.delivery d`,
    )
    expect(rows[0]?.all).not.toContain('Quist')
    expect(rows[0]?.all).not.toContain(ben)
    expect((await at.ask(ListNotices, {}, anna)).items[0]?.title).toBe('Token of (erased) died')
  })
})

describe('preferences', () => {
  test('begin with the role’s, are one’s own, and are refused where they make no sense', async () => {
    const [anna, ben] = [await at.person('admin'), await at.person('user')]
    expect(await at.ask(GetNoticePreferences, {}, anna)).toMatchObject({ severities: ALL, page: true, pushBrowsers: 0 })
    await at.ask(SetNoticePreferences, { ...plain, digestAt: '08:00' }, anna)
    expect(await at.ask(GetNoticePreferences, {}, anna)).toMatchObject({ digestAt: '08:00', emailPossible: false })
    expect((await at.ask(GetNoticePreferences, {}, ben)).digestAt).toBeNull()
    const refused = (more: object) =>
      at.ask(SetNoticePreferences, { ...plain, ...more }, anna).catch((error: { message: string }) => error.message)
    expect(await refused({ timezone: 'Mars/Olympus' })).toMatch(/^timezone: /)
    expect(await refused({ quiet: { from: '22:00', to: '22:00', exceptCritical: true } })).toMatch(/^quiet\.to: /)
    expect(await refused({ email: true })).toMatch(/^emailAddress: /)
  })
})

describe('by e-mail', () => {
  let server: MailServer
  beforeEach(async () => {
    server = await startMailServer()
    const config = { host: '127.0.0.1', port: server.port, security: 'none', from: 'media@example.org' }
    await at.ask(AddChannel, { kind: 'email', name: randomUUID(), config })
  })
  afterEach(() => server.stop())

  test('a digest is one mail a day, what is critical comes at once, and nothing comes twice', async () => {
    const anna = await at.person('admin')
    const email = {
      email: true,
      page: false,
      digestAt: '08:00',
      timezone: 'Europe/Vienna',
      emailAddress: 'anna@example.org',
    }
    await at.ask(SetNoticePreferences, { ...plain, ...email }, anna)
    const [small, big] = [alertOf({ severity: 'warning', title: 'Radarr is slow' }), alertOf()]
    await at.queue(toldOf(small, 'raised', now()), toldOf(big, 'raised', now()))
    await at.queue(toldOf({ ...small, state: 'resolved' }, 'resolved', now()))
    await at.send()
    expect(server.mails.map(({ to, headers }) => [to, headers['subject']])).toEqual([
      [['anna@example.org'], 'Sonarr is offline'],
    ])
    at.clock.at = Date.parse('2026-03-02T06:59:59Z')
    await at.send()
    expect(server.mails).toHaveLength(1)
    at.clock.at = Date.parse('2026-03-02T07:00:00Z')
    await at.send()
    expect(server.mails).toHaveLength(2)
    expect(server.mails[1]?.headers['subject']).toBe('2 alerts meanwhile, none still open')
    expect(server.mails[1]?.body).toContain('Radarr is slow')
    expect(server.mails[1]?.body).not.toContain('Sonarr')
    at.pass(24 * 3_600_000)
    await at.send()
    expect(server.mails).toHaveLength(2)
  })

  test('what waits follows a change of mind', async () => {
    const anna = await at.person('admin')
    const email = { email: true, page: false, digestAt: '08:00', emailAddress: 'anna@example.org' }
    await at.ask(SetNoticePreferences, { ...plain, ...email }, anna)
    await at.queue(toldOf(alertOf({ severity: 'info' }), 'raised', now()))
    await at.ask(SetNoticePreferences, { ...plain, ...email, digestAt: null }, anna)
    await at.send()
    expect(server.mails).toHaveLength(1)
    await server.down()
    await at.queue(toldOf(alertOf({ severity: 'info' }), 'raised', now()))
    await at.send()
    await at.ask(SetNoticePreferences, { ...plain, email: false }, anna)
    await server.up()
    at.pass(3_600_000)
    await at.send()
    expect(server.mails).toHaveLength(1)
  })
})

describe('by web push', () => {
  let service: StandIn
  let taken: { headers: Headers; body: Buffer }[]
  let answer = 201
  beforeEach(async () => {
    taken = []
    answer = 201
    service = await startStandIn(async (request) => {
      taken.push({ headers: request.headers, body: Buffer.from(await request.arrayBuffer()) })
      return new Response(null, { status: answer })
    })
  })
  afterEach(() => service.stop())

  const browser = () => {
    const pair = createECDH('prime256v1')
    const p256dh = pair.generateKeys().toString('base64url')
    return {
      endpoint: `${service.url}/push/${randomUUID()}`,
      keys: { p256dh, auth: randomBytes(16).toString('base64url') },
    }
  }

  test('a browser gets an encrypted message, signed by the one key of the portal', async () => {
    const anna = await at.person('admin')
    const { publicKey } = await at.ask(GetPushKey, {}, anna)
    const one = browser()
    expect(await at.ask(AddPushBrowser, one, anna)).toEqual({ pushBrowsers: 1 })
    expect(await at.ask(AddPushBrowser, one, anna)).toEqual({ pushBrowsers: 1 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    await at.send()
    expect(taken).toHaveLength(1)
    const [{ headers, body }] = taken as [(typeof taken)[0]]
    expect(headers.get('content-encoding')).toBe('aes128gcm')
    expect(headers.get('urgency')).toBe('high')
    const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.get('authorization') ?? '') ?? []
    expect(key).toBe(publicKey)
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { aud: string }
    expect(claims.aud).toBe(service.url)
    expect(body.length).toBeLessThan(1500)
    expect(body.toString('latin1')).not.toContain('Sonarr')
    const stored = await at.pool.query('select * from alerts.push_key cross join alerts.push_browser')
    expect(JSON.stringify(stored.rows)).not.toContain(one.keys.auth)
    expect((await at.ask(GetPushKey, {}, anna)).publicKey).toBe(publicKey)
  })

  test('a browser that is gone is forgotten, and another of the same person is still told', async () => {
    const anna = await at.person('admin')
    await at.ask(AddPushBrowser, browser(), anna)
    answer = 410
    await at.queue(toldOf(alertOf(), 'raised', now()))
    await at.send()
    expect((await at.ask(GetNoticePreferences, {}, anna)).pushBrowsers).toBe(0)
    const pushed = (await at.ask(ListDeliveries, {})).items.filter(({ channel }) => channel === 'Web push')
    expect(pushed.map(({ state }) => state)).toEqual(['dropped'])
    answer = 201
    const second = browser()
    await at.ask(AddPushBrowser, second, anna)
    await at.queue(toldOf(alertOf(), 'raised', now()))
    await at.send()
    expect(taken).toHaveLength(2)
    const ben = await at.person('admin')
    expect(await at.ask(RemovePushBrowser, { endpoint: second.endpoint }, ben)).toEqual({ pushBrowsers: 0 })
    expect((await at.ask(GetNoticePreferences, {}, anna)).pushBrowsers).toBe(1)
    expect(await at.ask(RemovePushBrowser, { endpoint: second.endpoint }, anna)).toEqual({ pushBrowsers: 0 })
  })
})
