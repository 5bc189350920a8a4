import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SEVERITIES } from '../../../contracts/alerts.ts'
import { ListChannels, RemoveChannel, RetryDelivery, UpdateChannel, WebhookBody } from '../../../contracts/channels.ts'
import { ListNotices, SetNoticePreferences } from '../../../contracts/notices.ts'
import { type Receiver, startReceiver } from '../../../infra/stand-ins/channels.ts'
import { until } from '../../../infra/test/fresh.ts'
import { alertOf, type DeliveryRig, startDelivery, toldOf } from './delivery-rig.test.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let at: DeliveryRig
let hook: Receiver
beforeAll(async () => {
  at = await startDelivery()
})
afterAll(() => at.stop())
beforeEach(async () => {
  hook = await startReceiver('webhook')
})
afterEach(async () => {
  await hook.stop()
  await at.pool.query(
    'truncate alerts.channel, alerts.delivery, alerts.lane, alerts.person, alerts.notice, alerts.preference',
  )
})

const bodies = (receiver = hook): WebhookBody[] => receiver.taken.map(({ body }) => WebhookBody.parse(body))
const now = (): number => at.clock.at

describe('one by one', () => {
  test('a webhook gets each transition once, with what applies and nothing else, in order', async () => {
    await at.channel(hook, { config: { ...hook.config, secret: 'whsec_c2lnbmluZyBzZWNyZXQ=' } })
    const alert = alertOf()
    const raised = toldOf(alert, 'raised', now())
    await at.queue(raised)
    await at.queue(raised)
    await at.queue(toldOf({ ...alert, state: 'resolved' }, 'resolved', now()))
    expect(await at.send()).toEqual({ sent: 2, failed: 0 })
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    const [first, second] = bodies()
    expect(hook.taken).toHaveLength(2)
    expect(second?.transition).toBe('resolved')
    expect(Object.keys(first!).toSorted()).toEqual(['alert', 'at', 'id', 'service', 'transition'])
    expect(first).toMatchObject({
      transition: 'raised',
      service: { id: alert.subject.id, name: 'Sonarr', group: 'Downloads' },
      alert: { id: alert.id, title: 'Sonarr is offline', severity: 'critical', state: 'open' },
    })
    expect(hook.taken[0]?.text).not.toContain('null')
    const { headers, text } = hook.taken[0]!
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
    const hmac = createHmac('sha256', 'signing secret').update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${hmac}`)
    expect(headers['webhook-id']).toBe(first?.id)
    const ledger = await at.ledger()
    expect(ledger.map(({ id, state, recipient, together }) => [id, state, recipient, together])).toEqual([
      [first?.id, 'sent', 'house', 1],
      [second?.id, 'sent', 'house', 1],
    ])
    expect(ledger[0]?.tries).toEqual([{ at: new Date(now()).toISOString(), ok: true, message: 'Told.' }])
  })

  test('a burst of 50 services at once comes one by one', async () => {
    await at.channel(hook)
    const alerts = Array.from({ length: 50 }, (_, n) => alertOf({ title: `Service ${n} is offline` }))
    await at.queue(...alerts.map((alert) => toldOf(alert, 'raised', now())))
    expect(await at.send()).toEqual({ sent: 50, failed: 0 })
    expect(bodies().map((body) => body.alert?.id)).toEqual(alerts.map(({ id }) => id))
  })

  test('several processes and repeats at the same time send nothing twice', async () => {
    const others = await Promise.all(['webhook', 'webhook'].map(() => startReceiver('webhook')))
    for (const receiver of [hook, ...others]) await at.channel(receiver)
    const told = Array.from({ length: 20 }, () => toldOf(alertOf(), 'raised', now()))
    await Promise.all([
      ...told.flatMap((one) => [at.queue(one), at.queue(one)]),
      ...Array.from({ length: 10 }, () => at.send()),
    ])
    await at.send()
    for (const receiver of [hook, ...others]) {
      const ids = bodies(receiver).map((body) => body.alert?.id)
      expect(ids).toHaveLength(20)
      expect(new Set(ids)).toEqual(new Set(told.map(({ alert }) => alert.id)))
      await receiver.stop()
    }
  })

  test('only what was told that it began is told how it goes on', async () => {
    const critical = await startReceiver('webhook')
    await at.channel(critical, { selection: { severities: ['critical'] } })
    const alert = alertOf({ severity: 'warning' })
    const raised = toldOf(alert, 'raised', now())
    await at.queue(raised)
    await at.channel(hook)
    await at.queue(toldOf(alert, 'acknowledged', now()), toldOf(alert, 'resolved', now()))
    await at.send()
    expect(hook.taken).toEqual([])
    expect(critical.taken).toEqual([])
    // it grew worse: who was not told of it is told now, under the id of the first time
    const worse = { ...alert, id: randomUUID() }
    const again = toldOf(worse, 'raised', now())
    await at.queue(again)
    await at.queue({ ...again, alert: { ...worse, severity: 'critical' } })
    await at.queue(toldOf(worse, 'resolved', now()))
    await at.send()
    expect(bodies(critical).map(({ transition }) => transition)).toEqual(['raised', 'resolved'])
    expect(bodies().map(({ transition }) => transition)).toEqual(['raised', 'resolved'])
    await critical.stop()
  })
})

describe('when it does not go well', () => {
  test('tries again with backoff, keeps the order and the id, and holds up nobody else', async () => {
    const other = await startReceiver('webhook')
    const channel = await at.channel(hook)
    await at.channel(other)
    await hook.down()
    const [one, two] = [alertOf(), alertOf()]
    await at.queue(toldOf(one, 'raised', now()), toldOf(two, 'raised', now()))
    expect(await at.send()).toEqual({ sent: 2, failed: 1 })
    expect(other.taken).toHaveLength(2)
    // not before its time
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    const { items } = await at.ask(ListChannels, {})
    expect(items.find(({ id }) => id === channel.id)).toMatchObject({
      waiting: 2,
      dead: 0,
      lastError: expect.stringContaining('connection refused'),
    })
    at.pass(10_000)
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    at.pass(10_000)
    await hook.up()
    at.pass(10_000)
    expect(await at.send()).toEqual({ sent: 2, failed: 0 })
    expect(bodies().map((body) => body.alert?.id)).toEqual([one.id, two.id])
    const [first] = await at.ledger({ channelId: channel.id })
    expect(first?.tries.map(({ ok }) => ok)).toEqual([false, false, true])
    expect(first?.id).toBe(bodies()[0]?.id)
    expect((await at.ask(ListChannels, {})).items.find(({ id }) => id === channel.id)?.lastError).toBeNull()
    await other.stop()
  })

  test('gives up after a day, says so, and takes it up again by hand', async () => {
    const channel = await at.channel(hook)
    hook.fail({ status: 503 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    const begun = now()
    let tries = 0
    for (; now() - begun < 25 * HOUR; at.pass(5 * MINUTE)) tries += (await at.send()).failed
    const [dead] = await at.ledger({ channelId: channel.id })
    expect(dead).toMatchObject({ state: 'dead', nextTryAt: null })
    expect(dead?.tries).toHaveLength(tries)
    expect(Date.parse(dead!.tries.at(-1)!.at) - begun).toBeGreaterThanOrEqual(24 * HOUR)
    expect(tries).toBeGreaterThan(40)
    expect(tries).toBeLessThan(120)
    const { rows } = await at.pool.query<{ body: string }>(
      `select body from alerts._outbox where subject like '%delivery-given-up%'`,
    )
    for (const { body } of rows) expect(body).not.toContain('http://')
    hook.heal()
    await at.ask(RetryDelivery, { id: dead!.id })
    await at.send()
    expect(bodies().map(({ id }) => id)).toEqual([dead!.id])
    await expect(at.ask(RetryDelivery, { id: dead!.id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(at.ask(RetryDelivery, { id: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('leaves it alone for as long as it asks', async () => {
    await at.channel(hook)
    hook.fail({ status: 429, headers: { 'retry-after': '600' } }, { times: 1 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    at.pass(9 * MINUTE)
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    at.pass(2 * MINUTE)
    at.pass(5000)
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
  })

  test('but not for ever: it is asked once more, and given up after a day like any other', async () => {
    const channel = await at.channel(hook)
    hook.fail({ status: 429, headers: { 'retry-after': '999999999' } })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    at.pass(24 * HOUR - MINUTE)
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    at.pass(MINUTE)
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    expect(await at.ledger({ channelId: channel.id })).toMatchObject([{ state: 'dead' }])
  })

  test('and as long as the body says where no header does', async () => {
    const bot = await startReceiver('telegram')
    await at.channel(bot)
    const body = JSON.stringify({ ok: false, error_code: 429, parameters: { retry_after: 300 } })
    bot.fail({ status: 429, body, headers: { 'content-type': 'application/json' } }, { times: 1 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    at.pass(299_000)
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    at.pass(1000)
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
    await bot.stop()
  })

  test('what is refused again and again steps aside and holds up nothing', async () => {
    await at.channel(hook)
    const [bad, good] = [alertOf(), alertOf()]
    await at.queue(toldOf(bad, 'raised', now()), toldOf(good, 'raised', now()))
    hook.fail({ status: 400 }, { times: 5 })
    for (let n = 0; n < 5; n++, at.pass(3 * MINUTE)) await at.send()
    expect(bodies().map((body) => body.alert?.id)).toEqual([good.id])
    at.pass(HOUR)
    await at.send()
    expect(bodies().map((body) => body.alert?.id)).toEqual([good.id, bad.id])
  })

  test('a changed channel is tried at once, and a removed one drops what waits', async () => {
    const channel = await at.channel(hook)
    await hook.down()
    await at.queue(toldOf(alertOf(), 'raised', now()))
    await at.send()
    await hook.up()
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    const { id, kind, name } = channel
    await at.ask(UpdateChannel, { id, kind, name, config: hook.config })
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    await at.ask(RemoveChannel, { id })
    expect(await at.send()).toEqual({ sent: 0, failed: 0 })
    expect((await at.ledger()).map(({ state }) => state)).toEqual(['sent', 'dropped'])
  })

  test('a message that may have arrived is sent again as it was, under its id', async () => {
    await at.channel(hook)
    hook.fail('drop', { times: 1 })
    await at.queue(toldOf(alertOf(), 'raised', now()))
    expect(await at.send()).toEqual({ sent: 0, failed: 1 })
    at.pass(11 * MINUTE)
    const late = Array.from({ length: 10 }, () => toldOf(alertOf(), 'raised', now() - 6 * MINUTE))
    await at.queue(...late)
    await at.send()
    at.pass(10_000)
    await at.send()
    expect(bodies().map(({ summary }) => summary?.count)).toEqual([undefined, 10])
    expect(new Set(hook.calls.slice(0, 2).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })
})

describe('after a long outage', () => {
  test('1,000 transitions become one message per recipient that repeats nothing', async () => {
    await at.channel(hook)
    const admin = await at.person('admin')
    const before = alertOf()
    await at.queue(toldOf(before, 'raised', now()))
    await at.send()
    const begun = now()
    at.pass(3 * HOUR)
    const alerts = Array.from({ length: 500 }, (_, n) => alertOf({ title: `Service ${n} is offline` }))
    for (const [n, alert] of alerts.entries()) {
      const happened = begun + n * 20_000
      await at.queue(toldOf(alert, 'raised', happened))
      if (n < 499) await at.queue(toldOf({ ...alert, state: 'resolved' }, 'resolved', happened + MINUTE))
    }
    await at.queue(toldOf({ ...before, state: 'resolved' }, 'resolved', begun + HOUR))
    // they are still coming
    expect(await at.send()).toMatchObject({ failed: 0 })
    expect(hook.taken).toHaveLength(1)
    at.pass(5000)
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
    const [first, all, ...more] = bodies()
    expect(more).toEqual([])
    expect(first).toMatchObject({ transition: 'raised', alert: { id: before.id } })
    expect(all).not.toHaveProperty('transition')
    expect(all?.summary).toMatchObject({
      count: 1000,
      open: [{ alertId: alerts[499]!.id, title: 'Service 499 is offline', severity: 'critical' }],
    })
    expect(all?.summary?.transitions.filter(({ alertId }) => alertId === before.id)).toEqual([
      {
        transition: 'resolved',
        at: new Date(begun + HOUR).toISOString(),
        alertId: before.id,
        title: 'Sonarr is offline',
      },
    ])
    const { items, unread } = await at.ask(ListNotices, { limit: 200 }, admin)
    expect(unread).toBe(501)
    expect(items).toHaveLength(200)
    const ledger = await at.ledger({ state: 'summarised' })
    expect(ledger).toHaveLength(1000)
    expect(new Set(ledger.map(({ together }) => together))).toEqual(new Set([1000]))
  })

  test('what waits through quiet hours or for a digest is one mail in the morning', async () => {
    const mail = await startReceiver('webhook')
    await mail.stop()
    const admin = await at.person('admin')
    await at.ask(
      SetNoticePreferences,
      {
        severities: [...SEVERITIES],
        page: true,
        push: false,
        email: true,
        quiet: { from: '10:00', to: '20:00', exceptCritical: true },
        digestAt: null,
        timezone: 'UTC',
        emailAddress: 'admin@example.org',
      },
      admin,
    )
    await at.channel({
      kind: 'email' as never,
      config: { host: '127.0.0.1', port: 1, security: 'none', from: 'a@example.org' },
    })
    await at.queue(toldOf(alertOf({ severity: 'warning' }), 'raised', now()), toldOf(alertOf(), 'raised', now()))
    const ledger = await at.ledger()
    const due = ledger.filter(({ channel }) => channel === 'E-mail').map(({ nextTryAt }) => nextTryAt)
    const day = new Date(now()).toISOString().slice(0, 10)
    expect(due).toEqual([expect.stringContaining('T20:00:00'), new Date(now()).toISOString()])
    expect(due[0]).toContain(day)
  })
})

test('a process that dies while it sends leaves it to the next, under the same id', async () => {
  await at.channel(hook)
  await at.queue(toldOf(alertOf(), 'raised', now()))
  // as it stands after such a death: claimed, written down what was to be sent, and nothing after that
  await at.pool.query(
    `insert into alerts.lane (id, method, target, claim, claimed_until)
     select lane, method, target, gen_random_uuid(), $1 from alerts.delivery`,
    [new Date(now() + 25_000)],
  )
  await at.pool.query('update alerts.delivery set pinned = id')
  expect(await at.send()).toEqual({ sent: 0, failed: 0 })
  at.pass(25_000)
  expect(await at.send()).toEqual({ sent: 1, failed: 0 })
  const [row] = await at.ledger()
  await until(() => bodies()[0]?.id === row?.id)
})
