import { describe, expect, it } from 'vitest'
import { ConfigureService, FindServices, ServiceName } from '../../contracts/services.ts'
import { freePort } from '../../infra/test/fresh.ts'
import { credentialsOf, type StandInName, useConnections, wrongFor } from './connections-rig.test.ts'
import { startTlsServer } from '../../infra/stand-ins/tls-server.ts'

const at = useConnections()

describe('a version', () => {
  it.each<[StandInName, string, string]>([
    ['sonarr', '2.0.0.5344', 'This is Sonarr 2.0.0.5344; the portal needs 3.0 or newer.'],
    ['tautulli', 'v2.17.0', 'This is Tautulli v2.17.0; the portal needs 2.17.1 or newer.'],
    ['overseerr', '1.26.1', 'This is Overseerr 1.26.1; the portal needs 1.29 or newer.'],
    ['jellyfin', '10.7.7', 'This is Jellyfin 10.7.7; the portal needs 10.8 or newer.'],
    ['sabnzbd', '2.3.9', 'This is SABnzbd 2.3.9; the portal needs 3.0 or newer.'],
  ])('of %s may be too old (%s)', async (standIn, version, message) => {
    const service = await at.start(standIn, { version })
    const name = ServiceName.parse(standIn)
    expect(await at.test({ name, url: service.url, ...credentialsOf(service) })).toMatchObject({
      problem: 'too-old',
      message,
    })
  })

  it('may be so old that it knows nothing of what is asked', async () => {
    const service = await at.start('sonarr')
    service.fail({ status: 404 }, { path: '/api/v3' })
    expect(await at.test({ name: 'sonarr', url: service.url, apiKey: service.key })).toMatchObject({
      problem: 'too-old',
      message: 'Sonarr answers, but does not know what the portal asks for: it must be 3.0 or newer.',
    })
  })

  it('of Seerr is not waited for while GitHub is slow', async () => {
    const service = await at.start('seerr')
    service.fail('hang', { path: '/api/v1/status' })
    expect(await at.test({ name: 'overseerr', url: service.url, apiKey: service.key })).toMatchObject({
      ok: true,
      product: 'Seerr',
      version: null,
    })
    at.hosts.push(`127.0.0.1:${service.port}`)
    expect((await at.rig.client.ask(FindServices, {}, at.rig.who)).items).toMatchObject([
      { product: 'Seerr', version: null },
    ])
  })

  it.each<[StandInName, string]>([
    ['qbittorrent', '4.6.7'],
    ['qbittorrent', '5.2.3'],
    ['sabnzbd', '3.0.2'],
    ['sabnzbd', '3.7.0'],
    ['tautulli', 'v2.17.1'],
    ['jellyfin', '12.0.0'],
    ['seerr', 'develop-4f2a'],
  ])('of %s may have manners of its own (%s)', async (standIn, version) => {
    const service = await at.start(standIn, { version })
    const name = ServiceName.parse(standIn)
    expect(await at.test({ name, url: service.url, ...credentialsOf(service) })).toMatchObject({ ok: true })
    const wrong = await at.test({ name, url: service.url, ...wrongFor(service) })
    expect(wrong).toMatchObject({ ok: false, problem: 'credentials' })
  })
})

describe('what stands in the way', () => {
  const tryAt = (url: string) => at.test({ name: 'sonarr', url, apiKey: 'key' })

  it('is a name, a port, silence', async () => {
    expect(await tryAt('http://sonarr.invalid:8989')).toMatchObject({
      problem: 'name-not-found',
      message: expect.stringContaining('sonarr.invalid'),
    })
    expect(await tryAt(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('usually 8989'),
    })
    const service = await at.start('sonarr')
    service.fail('hang')
    expect(await tryAt(service.url)).toMatchObject({ ok: false, problem: 'timeout', responseTimeMs: null })
  }, 20_000)

  it('is TLS that is not trusted, not expected or not there', async () => {
    const server = await startTlsServer()
    at.keep(server)
    const self = await tryAt(`https://127.0.0.1:${server.port}`)
    expect(self).toMatchObject({ problem: 'tls' })
    expect(self.message).toMatch(/self-signed.*NODE_EXTRA_CA_CERTS/)
    expect(await tryAt(`http://127.0.0.1:${server.port}`)).toMatchObject({
      problem: 'tls',
      message: 'Sonarr speaks HTTPS there: begin the address with https:// instead of http://.',
    })
    const service = await at.start('sonarr')
    expect(await tryAt(service.url.replace('http:', 'https:'))).toMatchObject({
      problem: 'tls',
      message: 'Sonarr does not speak HTTPS there: begin the address with http:// instead of https://.',
    })
  })

  it('is a sign-in of somebody in front', async () => {
    const service = await at.start('sonarr')
    for (const status of [401, 403]) {
      service.heal()
      service.fail({ status, body: '<html><title>Sign in</title></html>' })
      expect(await tryAt(service.url)).toMatchObject({
        problem: 'not-understood',
        message: `Whatever answers there wants a sign-in of its own (status ${status}) and does not look like Sonarr. If a proxy stands in front, enter an address that leads past it.`,
      })
    }
  })

  it('is repeated to nobody at any length', async () => {
    const service = await at.start('sonarr')
    service.fail({ status: 200, body: JSON.stringify({ appName: 'x'.repeat(5000), version: '4.0' }) })
    expect(await tryAt(service.url)).toMatchObject({
      problem: 'wrong-product',
      message: `This is ${'x'.repeat(100)}, not Sonarr.`,
    })
  })

  it('is a key that is none, an API that is off, a host name that is not welcome', async () => {
    const service = await at.start('sonarr')
    expect(await at.test({ name: 'sonarr', url: service.url, apiKey: 'with\nbreak' })).toMatchObject({
      problem: 'credentials',
    })
    const tautulli = await at.start('tautulli')
    tautulli.fail(
      { status: 404, body: '{"response":{"result":"error","message":"API not enabled","data":{}}}' },
      { path: '/api' },
    )
    expect(await at.test({ name: 'tautulli', url: tautulli.url, apiKey: tautulli.key })).toMatchObject({
      problem: 'not-understood',
      message: expect.stringContaining('switched off'),
    })
    const sabnzbd = await at.start('sabnzbd')
    sabnzbd.fail({
      status: 403,
      body: 'Access denied - Hostname verification failed: https://sabnzbd.org/hostname-check',
    })
    expect(await at.test({ name: 'sabnzbd', url: sabnzbd.url, apiKey: sabnzbd.key })).toMatchObject({
      problem: 'not-understood',
      message: expect.stringContaining('host_whitelist'),
    })
    const qbittorrent = await at.start('qbittorrent')
    for (let turn = 0; turn < 5; turn += 1)
      await at.test({ name: 'qbittorrent', url: qbittorrent.url, ...wrongFor(qbittorrent) })
    expect(await at.test({ name: 'qbittorrent', url: qbittorrent.url, ...credentialsOf(qbittorrent) })).toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining('barred'),
    })
  })
})

describe('stored credentials', () => {
  it('are used where they were stored for, and nowhere else', async () => {
    const [own, other] = [await at.start('sonarr'), await at.start('sonarr')]
    await expect(at.test({ name: 'sonarr' })).rejects.toMatchObject({
      code: 'INVALID',
      details: { issues: [{ path: 'url' }] },
    })
    await at.rig.client.ask(ConfigureService, { name: 'sonarr', url: own.url, apiKey: own.key }, at.rig.who)
    expect(await at.test({ name: 'sonarr' })).toMatchObject({ ok: true })
    expect(await at.test({ name: 'sonarr', url: `${own.url}/` })).toMatchObject({ ok: true })
    expect(await at.test({ name: 'sonarr', apiKey: null })).toMatchObject({ problem: 'credentials-missing' })
    expect(await at.test({ name: 'sonarr', url: other.url })).toMatchObject({ problem: 'credentials-missing' })
    expect(other.calls.every(({ headers }) => !('x-api-key' in headers))).toBe(true)
  })
})
