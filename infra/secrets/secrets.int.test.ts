import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TOTP } from 'otpauth'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectNats } from '../../bus/nats/connect.ts'
import { NAMESPACE } from '../namespace.ts'
import { until } from '../test/fresh.ts'
import { quiet } from '../test/quiet.ts'
import { killAll, type PortalProcess, startPortalProcess } from '../test/portal-process.ts'
import { TestBrowser } from '../test/test-portal.ts'
import { startPlexServer } from '../stand-ins/plex-server.ts'
import { startPlexTv } from '../stand-ins/plex-tv.ts'
import { SERVICE_NAMES, startService } from '../stand-ins/services.ts'
import type { StandIn } from '../stand-ins/stand-in.ts'
import { Haystack } from './vault.ts'

const MACHINE = 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1'
const ROOT = path.resolve(import.meta.dirname, '../..')

/** A secret that looks like what people use, and that nothing else contains. */
const made = (kind: string): string => `${kind}-${randomBytes(12).toString('base64url')}`

/** A browser whose every answer goes on the heap, but for what an answer is there to hand out once. */
class WatchedBrowser extends TestBrowser {
  readonly heap: Haystack
  constructor(base: string, heap: Haystack) {
    super(base)
    this.heap = heap
  }

  override async call(...args: Parameters<TestBrowser['call']>): ReturnType<TestBrowser['call']> {
    const answer = await super.call(...args)
    this.heap.add(`the answer to ${args[0]} ${args[1]}`, answer.text)
    return answer
  }

  /** For the few answers that show a secret on purpose: it is planted, and the answer is left out. */
  async handOut(
    name: string,
    of: (data: Record<string, unknown>) => string[],
    ...args: Parameters<TestBrowser['call']>
  ) {
    const answer = await super.call(...args)
    expect(answer.status, answer.text).toBeLessThan(300)
    for (const [i, value] of of(answer.json.data ?? {}).entries()) this.heap.plant(`${name} ${i}`, value)
    return answer
  }

  plantCookies(whose: string): void {
    for (const name of ['medianest_session', 'medianest_remember', 'medianest_browser']) {
      const value = this.cookieNamed(name)
      if (value) this.heap.plant(`${whose} cookie ${name}`, value)
    }
  }
}

describe('no secret comes out', { timeout: 240_000 }, () => {
  const heap = new Haystack()
  const standIns: StandIn[] = []
  let dataDir: string
  let portal: PortalProcess & { url: string }

  const key = heap.plant('ENCRYPTION_KEY', made('house key of forty characters'))
  const oneTime = heap.plant('ADMIN_PASSWORD', made('one-time'))
  const passphrase = heap.plant('BACKUP_PASSPHRASE', made('the backups phrase'))

  const cli = (...words: string[]): void => {
    const env = { ...process.env, DATA_DIR: dataDir, ENCRYPTION_KEY: key, BACKUP_PASSPHRASE: passphrase }
    const ran = spawnSync('node', ['infra/cli/medianest.mjs', ...words], { cwd: ROOT, env, encoding: 'utf8' })
    heap.add(`medianest ${words.join(' ')}`, `${ran.stdout}${ran.stderr}`)
    expect(ran.stderr, words.join(' ')).not.toMatch(/\bat .+\.ts:\d+/)
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-secrets-'))
    const plexTv = await startPlexTv()
    const owner = plexTv.addPerson({ id: 41, username: 'owner', email: 'owner@example.test', owns: [MACHINE] })
    const plexServer = await startPlexServer({ machineIdentifier: MACHINE, plexTv })
    plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url, name: 'Den' })
    standIns.push(plexTv, plexServer)
    heap.plant('a person’s Plex token', owner.token)
    heap.plant('the Plex server’s token', plexTv.serverToken(owner, MACHINE))
    portal = await startPortalProcess({
      dataDir,
      env: {
        ENCRYPTION_KEY: key,
        ADMIN_PASSWORD: oneTime,
        BACKUP_PASSPHRASE: passphrase,
        PLEX_TV_URL: plexTv.url,
        LOG_LEVEL: 'trace',
      },
    })
    const admin = new WatchedBrowser(portal.url, heap)
    await signIn(admin, oneTime)
    await listen(admin)
    await connectEverything(admin)
    await linkPlex(admin, plexTv, owner)
    await livePeople(admin)
    await failOnPurpose(admin)
    await readEverything(admin)
    cli('settings', 'export')
    cli('backup')
    cli('rotate-key')
    cli('doctor')
    cli('journal', '--all', '--json')
    cli('dead-letters')
    heap.add('ps', spawnSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' }).stdout)
  }, 200_000)

  afterAll(async () => {
    const seen = portal?.all() ?? []
    portal?.child.kill('SIGTERM')
    await portal?.ended
    killAll(seen)
    await Promise.all(standIns.map((standIn) => standIn.stop()))
    await rm(dataDir, { recursive: true, force: true })
  })

  async function signIn(admin: WatchedBrowser, password: string): Promise<void> {
    const newPassword = heap.plant('the admin’s password', made('admin pass phrase'))
    await admin.call('POST', '/api/auth/admin', { username: 'admin', password, remember: true })
    admin.plantCookies('first')
    const changed = await admin.call('POST', '/api/auth/password', { currentPassword: password, newPassword })
    expect(changed.status, changed.text).toBe(200)
    await admin.call('POST', '/api/auth/admin', { username: 'admin', password: newPassword, remember: true })
    admin.plantCookies('admin')
    heap.plant('the operator’s token', await operatorToken())
  }

  async function operatorToken(): Promise<string> {
    const text = await readFile(path.join(dataDir, 'portal.json'), 'utf8')
    return (JSON.parse(text) as { operatorToken: string }).operatorToken
  }

  /** The live feed for the whole time. */
  async function listen(admin: WatchedBrowser): Promise<void> {
    const response = await fetch(`${portal.url}/api/live`, { headers: { cookie: admin.cookie } })
    void (async () => {
      for await (const chunk of response.body!) heap.add('the live feed', Buffer.from(chunk))
    })().catch(() => {})
  }

  async function connectEverything(admin: WatchedBrowser): Promise<void> {
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

  async function linkPlex(
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

  async function livePeople(admin: WatchedBrowser): Promise<void> {
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
    const setUp = await ben.handOut(
      'a TOTP secret',
      (d) => [String(d['secret'])],
      'POST',
      '/api/auth/two-factor/setup',
      {
        password,
      },
    )
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
    const invited = await admin.handOut(
      'an invitation',
      (d) => [String(d['code'])],
      'POST',
      '/api/admin/invitations',
      {},
    )
    const code = String(invited.json.data?.['code'])
    const cleo = new WatchedBrowser(portal.url, heap)
    await cleo.call('POST', `/api/auth/invitations/${code}`, {
      username: 'cleo',
      password: heap.plant('cleo’s password', made('cleo likes series')),
    })
    cleo.plantCookies('cleo')
  }

  async function failOnPurpose(admin: WatchedBrowser): Promise<void> {
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

  async function readEverything(admin: WatchedBrowser): Promise<void> {
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

  it('in a log line, an answer, the feed, the command line or a process list', () => {
    heap.add('the log', portal.output())
    expect(heap.planted).toBeGreaterThan(60)
    expect(heap.found()).toEqual([])
  })

  it('in a stream, a bucket or a table', async () => {
    const servers = JSON.parse(await readFile(path.join(dataDir, 'portal.json'), 'utf8')) as Record<string, string>
    const db = new Client({ connectionString: servers['databaseUrl']! })
    await db.connect()
    const { rows: tables } = await db.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const { rows } = await db.query<{ row: string }>(`select t::text as row from ${name} t`)
      heap.add(`table ${name}`, rows.map(({ row }) => row).join('\n'))
    }
    await db.end()
    const link = await connectNats(servers['natsUrl']!, NAMESPACE, quiet)
    let messages = 0
    for await (const { config, state } of link.jsm.streams.list()) {
      if (state.messages === 0) continue
      const consumer = await link.js.consumers.get(config.name)
      for await (const message of await consumer.consume({ max_messages: 500 })) {
        heap.add(
          `stream ${config.name}`,
          `${message.subject} ${[...(message.headers ?? [])].flat(2).join()} ${message.string()}`,
        )
        messages++
        if (message.info.pending === 0) break
      }
    }
    await link.nc.close()
    expect(tables.length).toBeGreaterThan(30)
    expect(messages).toBeGreaterThan(100)
    expect(heap.found()).toEqual([])
  })

  it('in any file of the data folder but those that are there to keep one', async () => {
    await heap.addFolder('file', dataDir, ['portal.json'])
    expect(heap.bytes).toBeGreaterThan(10_000_000)
    expect(heap.found()).toEqual([])
  })

  it('and the search would have found one', () => {
    const probe = new Haystack()
    probe.plant('a known one', 'correct horse battery')
    probe.add('plain', 'so: correct horse battery!')
    probe.add('base64', Buffer.from('correct horse battery').toString('base64'))
    probe.add('url', encodeURIComponent('correct horse battery'))
    probe.add('clean', 'nothing here')
    expect(probe.found()).toEqual(['a known one in plain', 'a known one in base64', 'a known one in url'])
  })
})
