import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  AddChannel,
  CHANNEL_KINDS,
  type ChannelKind,
  DescribeChannels,
  ListChannels,
  ListDeliveries,
  TestChannel,
  UpdateChannel,
} from '../../../contracts/channels.ts'
import { RECEIVER_KINDS, type Receiver, type ReceiverKind, startReceiver } from '../../../infra/stand-ins/channels.ts'
import { type MailServer, startMailServer } from '../../../infra/stand-ins/mail-server.ts'
import { alertOf, type DeliveryRig, startDelivery, toldOf } from '../delivery/delivery-rig.test.ts'
import { startTlsServer } from '../../../infra/stand-ins/tls-server.ts'

let at: DeliveryRig
beforeAll(async () => {
  at = await startDelivery({ portalUrl: 'https://home.example/media' })
})
afterAll(() => at.stop())
afterEach(() => at.pool.query('truncate alerts.channel, alerts.delivery, alerts.lane'))

const TITLE = 'Sonarr <b>*is*</b> _offline_ & [gone](x)'
const WHEN = '2026-03-01T12:00:00.000Z'
const ID = '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a77'
const URL_OF = `https://home.example/media/alerts?alert=${ID}`
const told = () => toldOf(alertOf({ id: ID, title: TITLE }), 'raised', Date.parse(WHEN), { text: 'It said <no>.' })
const TEXT = 'It said <no>.\nSeverity: critical. Service: Sonarr (Downloads).\nAt 2026-03-01 12:00 UTC.'

/** What each service gets of the same alert: escaped as it wants it, and with nothing that it could take for markup. */
const EXPECTED: Record<Exclude<ReceiverKind, 'webhook'>, object> = {
  discord: {
    username: 'MediaNest',
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: String.raw`Sonarr \<b\>\*is\*\</b\> \_offline\_ & \[gone\]\(x\)`,
        description: String.raw`It said \<no\>.
Severity\: critical. Service\: Sonarr \(Downloads\).
At 2026\-03\-01 12\:00 UTC.`,
        color: 0xdc2626,
        timestamp: WHEN,
        url: URL_OF,
      },
    ],
  },
  slack: {
    text: `${TITLE}\n${TEXT}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: TITLE, emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: TEXT, emoji: false } },
      {
        type: 'actions',
        elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open MediaNest', emoji: false }, url: URL_OF }],
      },
    ],
  },
  telegram: {
    chat_id: '-100',
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    text: `<b>Sonarr &lt;b&gt;*is*&lt;/b&gt; _offline_ &amp; [gone](x)</b>\n${TEXT.replace('<no>', '&lt;no&gt;')}\n<a href="${URL_OF}">Open MediaNest</a>`,
  },
  ntfy: { topic: 'house', title: TITLE, message: TEXT, priority: 5, tags: ['rotating_light'], click: URL_OF },
  gotify: {
    title: TITLE,
    message: TEXT,
    priority: 8,
    extras: {
      'client::display': { contentType: 'text/plain' },
      'client::notification': { click: { url: URL_OF } },
    },
  },
  pushover: {
    token: 'pushover-app-of-the-stand-in',
    user: 'pushover-user-of-the-stand-in',
    title: TITLE,
    message: TEXT,
    priority: 1,
    timestamp: Date.parse(WHEN) / 1000,
    url: URL_OF,
    url_title: 'Open MediaNest',
  },
  matrix: {
    msgtype: 'm.text',
    format: 'org.matrix.custom.html',
    body: `${TITLE}\n${TEXT}\n${URL_OF}`,
    formatted_body: `<strong>Sonarr &lt;b&gt;*is*&lt;/b&gt; _offline_ &amp; [gone](x)</strong><br>${TEXT.replace('<no>', '&lt;no&gt;').replaceAll('\n', '<br>')}<br><a href="${URL_OF}">Open MediaNest</a>`,
  },
  apprise: { title: TITLE, body: `${TEXT}\n${URL_OF}`, type: 'failure', format: 'text' },
}

/** What is wrong with each service's own secret or place, and how it is said. */
const WRONG: Record<ReceiverKind, { config: (url: string) => object; says: RegExp }> = {
  webhook: {
    config: (url) => ({ url: `${url}/other` }),
    says: /knows nothing at the address.*status 404.*Check the address/,
  },
  discord: { config: (url) => ({ url: `${url}/api/webhooks/1/wrong` }), says: /It says: Unknown Webhook\./ },
  slack: { config: (url) => ({ url: `${url}/services/T0/B0/wrong` }), says: /It says: no_service\./ },
  telegram: { config: () => ({ token: '999:wrong-token' }), says: /It says: Unauthorized\. Check the token/ },
  ntfy: { config: () => ({ token: 'tk_wrong' }), says: /It says: unauthorized\./ },
  gotify: { config: () => ({ token: 'Awrong-token' }), says: /It says: you need to provide a valid access token/ },
  pushover: { config: () => ({ user: 'wrong-user' }), says: /It says: user identifier is invalid\./ },
  matrix: { config: () => ({ token: 'syt_wrong' }), says: /It says: Invalid access token passed\./ },
  apprise: { config: () => ({ key: 'nobody' }), says: /nothing is stored under this key/ },
}

describe.each(RECEIVER_KINDS)('%s', (kind) => {
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver(kind)
  })
  afterAll(() => receiver.stop())
  afterEach(() => {
    receiver.heal()
    receiver.forgetTaken()
    receiver.forgetCalls()
  })

  test('gets what happened as it wants it', async () => {
    await at.channel(receiver)
    await at.queue(told())
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
    const [taken] = receiver.taken
    const [row] = (await at.ask(ListDeliveries, {})).items
    if (kind === 'webhook')
      expect(taken?.body).toMatchObject({ id: row?.id, transition: 'raised', url: URL_OF, service: { name: 'Sonarr' } })
    else expect(taken?.body).toEqual(EXPECTED[kind])
    if (kind === 'matrix') expect(taken?.path.endsWith(`/${row?.id}`)).toBe(true)
  })

  test('is tried with a test, and says in words what is wrong', async () => {
    const good = await at.channel(receiver)
    expect(await at.ask(TestChannel, { id: good.id })).toMatchObject({ ok: true, message: 'The test was sent.' })
    expect(receiver.taken).toHaveLength(1)
    const bad = await at.channel(receiver, { config: { ...receiver.config, ...WRONG[kind].config(receiver.url) } })
    const answer = await at.ask(TestChannel, { id: bad.id })
    expect(answer).toMatchObject({ ok: false, message: expect.stringMatching(WRONG[kind].says) })
    expect(answer.message).not.toContain('wrong')
    receiver.fail({ status: 503 })
    const away = await at.ask(TestChannel, { id: good.id })
    expect(away).toMatchObject({ ok: false, message: expect.stringContaining('status 503') })
    receiver.heal()
    receiver.fail({ status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } })
    const moved = await at.ask(TestChannel, { id: good.id })
    expect(moved).toMatchObject({ ok: false, message: expect.stringContaining('redirects to http://127.0.0.1:9') })
  })

  test('never shows a secret, and says what it is told of them even if it says them back', async () => {
    const channel = await at.channel(receiver)
    const secrets = receiver.secrets.map((name) => String(receiver.config[name])).filter((text) => text !== 'undefined')
    expect(channel.stored).toEqual(receiver.secrets.filter((name) => name in receiver.config))
    receiver.fail({
      status: 400,
      body: JSON.stringify({ message: `no: ${secrets.join(' ')}`, description: secrets.join(' ') }),
    })
    await at.queue(told())
    await at.send()
    const shown = JSON.stringify([
      channel,
      await at.ask(ListChannels, {}),
      await at.ask(ListDeliveries, {}),
      await at.ask(TestChannel, { id: channel.id }),
      (await at.pool.query('select * from alerts.channel')).rows,
      (await at.pool.query('select * from alerts.delivery')).rows,
      (await at.pool.query('select * from alerts._outbox')).rows,
    ])
    for (const secret of secrets) expect(shown).not.toContain(secret)
  })
})

test('every kind is described, with a form that its own schema takes', async () => {
  const { items } = await at.ask(DescribeChannels, {})
  expect(items.map(({ kind }) => kind)).toEqual([...CHANNEL_KINDS])
  for (const { hint, fields } of items) {
    expect(hint).toMatch(/\.$/)
    for (const { secret, input, choices } of fields) {
      expect(secret).toBe(input === 'secret')
      expect(choices !== undefined).toBe(input === 'choice')
    }
  }
})

describe('a configuration', () => {
  const refused = (kind: ChannelKind, config: Record<string, unknown>) =>
    at.ask(AddChannel, { kind, name: randomUUID(), config }).then(
      () => 'taken',
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    )

  test('is refused with the path of what is wrong', async () => {
    expect(await refused('webhook', {})).toBe('INVALID config.url: Fill this in.')
    expect(await refused('webhook', { url: 'nas:80' })).toMatch(/^INVALID config\.url: Write an address that begins/)
    expect(await refused('webhook', { url: 'http://a:b@nas/' })).toMatch(/^INVALID config\.url: A name and password/)
    expect(await refused('webhook', { url: 'http://nas/', uri: 'x' })).toMatch(/^INVALID config\.uri: A channel of the/)
    expect(await refused('webhook', { url: 'http://nas/', headerName: 'Host' })).toMatch(/^INVALID config\.headerName/)
    expect(await refused('webhook', { url: 'http://nas/', headerValue: 'Bearer 漢' })).toMatch(
      /^INVALID config\.header/,
    )
    expect(await refused('webhook', { url: 'http://nas/', secret: 'whsec_!!' })).toMatch(
      /^INVALID config\.secret: After/,
    )
    expect(await refused('gotify', { server: 'http://nas/', token: 'é' })).toMatch(
      /^INVALID config\.token: Use letters/,
    )
    expect(await refused('telegram', { token: 'x', chatId: 'y' })).toMatch(/^INVALID config\.token/)
    expect(await refused('email', { host: 'mail', from: 'a@b.example', to: ['no'] })).toMatch(/^INVALID config\.to\.0/)
    expect(await refused('apprise', { server: 'http://nas/' })).toMatch(/^INVALID config\.key: Give either/)
    expect(await refused('webhook', { url: 'http://192.168.1.2:5678/hook' })).toBe('taken')
  })

  test('names itself after its kind where it is given no name, and keeps its name where it is changed without one', async () => {
    await at.pool.query('truncate alerts.channel')
    const config = { url: 'http://192.168.1.2:5678/hook' }
    const added = [
      await at.ask(AddChannel, { kind: 'webhook', config }),
      await at.ask(AddChannel, { kind: 'webhook', config }),
      await at.ask(AddChannel, { kind: 'ntfy', config: { topic: 'house' } }),
    ]
    expect(added.map(({ name }) => name)).toEqual(['Webhook', 'Webhook 2', 'ntfy'])
    const { id } = added[1]!
    const changed = await at.ask(UpdateChannel, { id, kind: 'webhook', config, enabled: false })
    expect(changed).toMatchObject({ name: 'Webhook 2', enabled: false })
  })

  test('keeps a secret that is left out, forgets one that is null, and moves none to another address', async () => {
    const config = { server: 'http://nas:8080', topic: 'house', token: 'tk_first' }
    const { id, kind, name } = await at.ask(AddChannel, { kind: 'ntfy', name: 'Phone', config })
    const set = (given: Record<string, unknown>) => at.ask(UpdateChannel, { id, kind, name, config: given })
    const kept = await set({ server: 'http://nas:8080', topic: 'other' })
    expect(kept).toMatchObject({ stored: ['token'], config: { server: 'http://nas:8080', topic: 'other' } })
    await expect(set({ server: 'http://evil:8080', topic: 'house' })).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringMatching(/^config\.token: The channel moves to another address/),
    })
    expect(await set({ server: 'http://new:8080', topic: 'house', token: 'tk_second' })).toMatchObject({
      stored: ['token'],
    })
    expect((await set({ server: 'http://new:8080', topic: 'house', token: null })).stored).toEqual([])
    await expect(at.ask(UpdateChannel, { id, kind: 'gotify', name, config })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(at.ask(AddChannel, { kind: 'ntfy', name: 'phone', config })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })
})

describe('email', () => {
  let server: MailServer
  const login = { username: 'house', password: 'mail-password-of-the-stand-in' }
  beforeAll(async () => {
    server = await startMailServer({ login })
  })
  afterAll(() => server.stop())
  const config = () => ({
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    ...login,
    from: 'MediaNest <media@example.org>',
    to: ['anna@example.org', 'ben@example.org'],
  })
  const add = (more: object = {}) =>
    at.ask(AddChannel, { kind: 'email', name: randomUUID(), config: { ...config(), ...more } })
  const tried = async (more: object) => (await at.ask(TestChannel, { id: (await add(more)).id })).message

  test('goes to all receivers in one mail, with an id that a repeat has, too', async () => {
    await add()
    await at.queue(told())
    expect(await at.send()).toEqual({ sent: 1, failed: 0 })
    const [mail] = server.mails
    const [row] = (await at.ask(ListDeliveries, {})).items
    expect(mail).toMatchObject({ from: 'media@example.org', to: ['anna@example.org', 'ben@example.org'] })
    expect(mail?.headers).toMatchObject({
      subject: TITLE,
      'message-id': `<${row?.id}@medianest>`,
      'auto-submitted': 'auto-generated',
    })
    expect(mail?.body.trim()).toBe(`${TEXT}\n\n${URL_OF}`)
  })

  test('says in words what is wrong', async () => {
    expect(await tried({ password: 'not it' })).toMatch(/does not accept the user name and password \(code 535\)/)
    expect(await tried({ security: 'starttls' })).toMatch(/does not offer STARTTLS on port \d+/)
    expect(await tried({ to: [] })).toMatch(/has no receivers/)
    expect(await tried({ port: 9 })).toMatch(/connection refused by 127\.0\.0\.1:9/)
    server.refuse('RCPT', '550 5.1.1 nobody here')
    expect(await tried({})).toMatch(/refuses the sender or every receiver \(code 550\)/)
    server.refuse('RCPT', null)
    const tls = await startTlsServer()
    expect(await tried({ port: tls.port, security: 'tls' })).toMatch(
      /certificate of 127\.0\.0\.1 is self-signed.*NODE_EXTRA_CA_CERTS/,
    )
    await tls.stop()
    expect(await tried({ security: 'tls' })).toMatch(/TLS/)
  })
})
