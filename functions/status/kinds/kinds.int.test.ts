import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CHECKED_KINDS, codesOf, MONITOR_KINDS } from '../../../contracts/monitor-kinds.ts'
import type { CheckOptions, MonitorKind } from '../../../contracts/monitor.ts'
import { startService } from '../../../infra/stand-ins/services.ts'
import type { Probed } from '../decide.ts'
import { startTarget, startTcpTarget, type TestTarget } from '../target-rig.test.ts'
import { startNameServer } from './dns-rig.test.ts'
import { probe } from './index.ts'
import { startTlsTarget } from './tls-rig.test.ts'

const DAY_MS = 86_400_000
const { signal } = new AbortController()

const ask = (kind: MonitorKind, target: string, options: CheckOptions = {}, timeoutMs = 3000): Promise<Probed> =>
  probe({ kind, target, options, timeoutMs, acceptedCodes: codesOf(kind) }, signal)

let web: TestTarget
beforeAll(async () => {
  web = await startTarget()
})
beforeEach(() => {
  web.answers.clear()
  web.code = 200
})
afterAll(() => web.stop())

describe('an HTTP address', () => {
  const page = (body: string, options: CheckOptions): Promise<string | null> => {
    web.answers.set('/page', { body })
    return ask('http', `${web.url}/page`, options).then(({ error }) => error)
  }

  it('is asked for a word that stands in it, or must not', async () => {
    expect(await page('All is Well', { keyword: 'is Well' })).toBeNull()
    expect(await page('All is Well', { keyword: 'is well' })).toBe('the answer does not hold "is well"')
    expect(await page('All is Well', { keyword: 'error', keywordAbsent: true })).toBeNull()
    expect(await page('an error', { keyword: 'error', keywordAbsent: true })).toBe('the answer holds "error"')
  })

  it('is asked for a place in its JSON', async () => {
    const body = '{"parts":[{"name":"db","state":"ok"},{"name":"queue","lag":7}]}'
    const lag = "$.parts[?@.name=='queue'].lag"
    expect(await page(body, { jsonPath: lag })).toBeNull()
    expect(await page(body, { jsonPath: lag, jsonEquals: '7' })).toBeNull()
    expect(await page(body, { jsonPath: '$.parts[0].state', jsonEquals: 'ok' })).toBeNull()
    expect(await page(body, { jsonPath: lag, jsonEquals: '8' })).toBe(`${lag} is 7 and not 8`)
    expect(await page(body, { jsonPath: '$.nope' })).toBe('the answer has nothing at $.nope')
    expect(await page('<html>', { jsonPath: '$.nope' })).toBe('the answer is not JSON')
    expect(await page(body, { jsonPath: '$[' })).toMatch(/^\$\[ is no JSONPath: /)
  })

  it('is read up to a megabyte', async () => {
    expect(await page(`${'x'.repeat(999_990)}late`, { keyword: 'late' })).toBeNull()
    expect(await page(`${'x'.repeat(3_000_000)}late`, { keyword: 'late' })).toBe(
      'the answer does not hold "late" in its first megabyte, and no more of it is read',
    )
    expect(await page(`{"state":"ok","more":"${'x'.repeat(1_100_000)}"}`, { jsonPath: '$.state' })).toBe(
      'the answer is longer than the megabyte that is read of it, so it cannot be taken for JSON',
    )
  })

  it('answers in time with its body as well, when that is asked for', async () => {
    web.answers.set('/slow', { afterMs: 60_000 })
    expect(await ask('http', `${web.url}/slow`, { keyword: 'x' }, 200)).toMatchObject({
      error: 'no answer within 200 ms',
      responseTimeMs: null,
    })
  })

  it('says when its certificate ends, and is degraded shortly before', async () => {
    const endsAt = new Date(Math.floor((Date.now() + 10.5 * DAY_MS) / 1000) * 1000)
    const secure = await startTlsTarget(endsAt)
    const soon = `the certificate of 127.0.0.1 ends on ${endsAt.toISOString().slice(0, 10)}, in 10 days`
    const found = await ask('http', secure.url)
    expect(found).toMatchObject({ error: null, degraded: soon, certificateEndsAt: endsAt.toISOString() })
    expect(found.responseTimeMs).toBeGreaterThan(0)
    expect(await ask('http', secure.url, { certificateDays: 10 })).toMatchObject({ error: null, degraded: null })
    expect(await ask('http', secure.url, { certificateDays: 0 })).toMatchObject({ error: null, degraded: null })
    expect(await ask('sonarr', secure.url)).toMatchObject({ error: null, degraded: soon })
    await secure.stop()
  })

  it('with a certificate that has ended, or that nobody vouches for, is offline', async () => {
    const ended = await startTlsTarget(new Date(Date.now() - DAY_MS))
    expect((await ask('http', ended.url)).error).toMatch(/^the certificate of 127\.0\.0\.1 has expired/)
    await ended.stop()
  })
})

describe('a TCP port', () => {
  it('is open, or refuses', async () => {
    const tcp = await startTcpTarget()
    expect(await ask('tcp', `127.0.0.1:${tcp.port}`)).toMatchObject({ error: null, certificateEndsAt: null })
    await tcp.stop()
    expect((await ask('tcp', `127.0.0.1:${tcp.port}`)).error).toBe(`connection refused by 127.0.0.1:${tcp.port}`)
  })
})

describe('a DNS name', () => {
  it('is looked up where it is told, and may have to be something', async () => {
    const names = await startNameServer({ 'nas.home': { a: ['10.0.0.2', '10.0.0.3'], txt: 'v=1' } })
    const resolver = names.place
    const look = (name: string, options: CheckOptions = {}) =>
      ask('dns', name, { resolver, ...options }).then(({ error }) => error)
    expect(await look('nas.home')).toBeNull()
    expect(await look('NAS.home', { expected: '10.0.0.3' })).toBeNull()
    expect(await look('nas.home', { recordType: 'TXT', expected: 'v=1' })).toBeNull()
    expect(await look('nas.home', { expected: '10.0.0.9' })).toBe('nas.home is 10.0.0.2, 10.0.0.3 and not 10.0.0.9')
    expect(await look('nas.home', { recordType: 'MX' })).toBe('nas.home has no MX record')
    expect(await look('nope.home')).toBe(`the name server ${resolver} knows no such name as nope.home`)
    await names.stop()
    expect((await ask('dns', 'nas.home', { resolver }, 500)).error).toMatch(/does not answer$|^no answer within/)
    expect(await look('nas.home', { resolver: 'router' })).toMatch(/^router is no name server/)
  })
})

describe('a ping', () => {
  const hasPing = spawnSync('ping', ['-n', '-c', '1', '127.0.0.1']).status === 0

  it('reaches this machine, or says what is missing', async () => {
    const found = await ask('ping', '127.0.0.1')
    if (hasPing) expect(found).toMatchObject({ error: null, responseTimeMs: expect.any(Number) })
    else expect(found.error).toMatch(/install iputils-ping|capability NET_RAW/)
  })

  it('takes nothing for an option', async () => {
    for (const target of ['-f', '--flood', 'a b', '127.0.0.1;ls'])
      expect((await ask('ping', target)).error).toBe('that is no host name or address')
  })
})

describe('a product', () => {
  it.each([
    'overseerr',
    'uptime-kuma',
    'sonarr',
    'radarr',
    'lidarr',
    'prowlarr',
    'bazarr',
    'qbittorrent',
    'sabnzbd',
    'nzbget',
    'tautulli',
    'jellyfin',
  ] as const)('%s is alive without a credential, below a path of its own as well', async (kind) => {
    for (const base of ['', '/media/app']) {
      const service = await startService(kind, { base })
      expect({ base, ...(await ask(kind, service.url)) }).toMatchObject({ base, error: null, degraded: null })
      await service.stop()
    }
  })

  it('is not taken for alive where something else answers', async () => {
    web.answers.set('/login', { body: '<html>Sign in</html>' })
    for (const kind of CHECKED_KINDS.filter((name) => MONITOR_KINDS[name].health?.expects)) {
      const { error } = await ask(kind, web.url)
      expect({ kind, error }).toMatchObject({ kind, error: expect.stringMatching(/^something answers, but not as /) })
    }
  })

  it('is not alive behind a redirect to a sign-in', async () => {
    web.answers.set('/version', { code: 302, location: '/login?next=/version' })
    const { error } = await ask('metube', web.url)
    expect(error).toMatch(/^redirects to http.*\/login, where MeTube does not say how it is/)
    web.answers.set('/version', { code: 302, location: '/base/version/' })
    expect((await ask('metube', web.url)).error).toBeNull()
  })

  it.each([
    ['sonarr', '/ping', 500, '{"status":"Error"}', 'answered 500: its database failed; its log says why'],
    ['vault', '/v1/sys/health', 503, '{}', 'answered 503: it is sealed; unseal it, as a restart does not help'],
    ['vault', '/v1/sys/health', 501, '{}', 'answered 501: it is not initialised yet'],
    ['vault', '/v1/sys/health', 429, '{}', null],
    ['nzbget', '/', 401, '', null],
    ['qbittorrent', '/', 403, '', null],
    ['tautulli', '/status', 500, '', 'answered 500 (expected 200-299)'],
  ] as const)('%s at %s with %i %s: %s %s', async (kind, path, code, body, expected) => {
    web.answers.set(path, { code, body })
    expect((await ask(kind, web.url)).error).toBe(expected)
  })

  it('may be degraded by its own word', async () => {
    web.answers.set('/health', { body: 'Degraded' })
    expect(await ask('jellyfin', web.url)).toMatchObject({
      error: null,
      degraded: 'says that it is degraded, as it is while it starts',
    })
  })

  it('that nobody checks yet says so', async () => {
    expect((await ask('docker', 'plex')).error).toBe('nothing checks this kind yet')
  })
})
