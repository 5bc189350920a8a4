import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../contracts/define.ts'
import {
  ConfigureService,
  type ConnectionTest,
  DisconnectService,
  FindServices,
  GetConnection,
  ListServices,
  ServiceName,
  TestService,
} from '../../contracts/services.ts'
import { ApplyConfig, ListConfigChanges, RevertConfig } from '../../contracts/settings.ts'
import { startPlexServer } from '../../infra/stand-ins/plex-server.ts'
import { type ServiceOptions, type ServiceStandIn, startService } from '../../infra/stand-ins/services.ts'
import { freePort, until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { provide } from '../../bus/index.ts'
import { discoveryHosts } from './discovery.ts'
import { settingsFunctions } from './index.ts'
import { startTlsServer } from './tls-rig.test.ts'

type StandInName = ServiceStandIn['name']

let rig: Rig
const hosts: string[] = []
const running: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  rig = await startRig()
  await rig.host(settingsFunctions, [provide(discoveryHosts, hosts)])
})
beforeEach(() => async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
  hosts.splice(0)
  const { items } = await rig.client.ask(ListServices, {}, rig.who)
  for (const { name, url } of items) if (url !== null) await rig.client.ask(DisconnectService, { name }, rig.who)
})
afterAll(() => rig.stop())

async function start(name: StandInName, options: ServiceOptions = {}): Promise<ServiceStandIn> {
  const service = await startService(name, options)
  running.push(service)
  return service
}

const test = (input: InputOf<typeof TestService>): Promise<ConnectionTest> =>
  rig.client.ask(TestService, input, rig.who)

/** What the stand-in takes. */
const credentialsOf = ({ credential, key, username, password }: ServiceStandIn) =>
  credential === 'key' ? { apiKey: key } : { username, password }
const wrongFor = ({ credential, username }: ServiceStandIn) =>
  credential === 'key' ? { apiKey: 'wrong' } : { username, password: 'wrong' }

const PRODUCTS: [StandInName, product: string, version: string, refused: string][] = [
  ['overseerr', 'Overseerr', '1.34.0', 'Overseerr refuses this API key.'],
  ['jellyseerr', 'Jellyseerr', '2.7.3', 'Jellyseerr refuses this API key.'],
  ['seerr', 'Seerr', '3.1.0', 'Seerr refuses this API key.'],
  ['uptime-kuma', 'Uptime Kuma', '2.5.3', 'Uptime Kuma refuses this API key.'],
  ['sonarr', 'Sonarr', '4.0.16.2944', 'Sonarr refuses this API key.'],
  ['radarr', 'Radarr', '6.0.4.10291', 'Radarr refuses this API key.'],
  ['lidarr', 'Lidarr', '3.1.0.4875', 'Lidarr refuses this API key.'],
  ['prowlarr', 'Prowlarr', '2.3.0.5236', 'Prowlarr refuses this API key.'],
  ['bazarr', 'Bazarr', '1.5.3', 'Bazarr refuses this API key.'],
  ['qbittorrent', 'qBittorrent', 'v5.1.4', 'qBittorrent refuses this user name or password.'],
  ['sabnzbd', 'SABnzbd', '5.0.0', 'SABnzbd refuses this API key.'],
  ['nzbget', 'NZBGet', '25.2', 'NZBGet refuses this user name or password.'],
  ['tautulli', 'Tautulli', 'v2.17.2', 'Tautulli refuses this API key.'],
  ['jellyfin', 'Jellyfin', '10.11.11', 'Jellyfin refuses this API key.'],
]

describe.each(PRODUCTS)('%s', (standIn, product, version, refused) => {
  const name = ServiceName.parse(standIn)

  it('is known by what it says, at its root and below a path', async () => {
    for (const base of ['', '/below/it']) {
      const service = await start(standIn, { base })
      expect(await test({ name, url: service.url, ...credentialsOf(service) })).toEqual({
        ok: true,
        problem: null,
        message: expect.stringMatching(new RegExp(`^${product} ${version} answers and takes this `)) as string,
        product,
        version,
        responseTimeMs: expect.any(Number) as number,
        found: {},
      })
    }
  })

  it('says that it refuses, and what', async () => {
    const service = await start(standIn)
    const said = await test({ name, url: service.url, ...wrongFor(service) })
    expect(said).toMatchObject({ ok: false, problem: 'credentials', product })
    expect(said.message).toContain(refused)
  })

  it('says what is missing', async () => {
    const service = await start(standIn)
    const said = await test({ name, url: service.url })
    expect(said).toMatchObject({ ok: false, problem: 'credentials-missing', product })
    expect(said.message).toMatch(/ answers and needs its (API key|user name and its password)\. /)
  })

  it('is told from another product, whatever was given', async () => {
    const service = await start(standIn)
    const other = name === 'sonarr' ? 'radarr' : 'sonarr'
    const message = `This is ${product}, not ${other === 'radarr' ? 'Radarr' : 'Sonarr'}.`
    for (const apiKey of [service.key, 'wrong', undefined])
      expect(await test({ name: other, url: service.url, apiKey })).toMatchObject({
        ok: false,
        problem: 'wrong-product',
        message,
      })
  })

  it('is understood when it fails, is slow of mind, or is no more itself', async () => {
    const service = await start(standIn)
    const input = { name, url: service.url, ...credentialsOf(service) }
    service.fail({ status: 503 })
    expect(await test(input)).toMatchObject({ problem: 'not-understood', message: expect.stringContaining('503') })
    service.heal()
    service.fail('garbage')
    expect(await test(input)).toMatchObject({ ok: false, problem: 'not-understood' })
    service.heal()
    service.fail('drop')
    expect(await test(input)).toMatchObject({ problem: 'unreachable' })
    await service.down()
    expect(await test(input)).toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('is the port right'),
    })
    await service.up()
    service.heal()
    expect(await test(input)).toMatchObject({ ok: true })
  })
})

describe('a version', () => {
  it.each<[StandInName, string, string]>([
    ['sonarr', '2.0.0.5344', 'This is Sonarr 2.0.0.5344; the portal needs 3.0 or newer.'],
    ['tautulli', 'v2.17.0', 'This is Tautulli v2.17.0; the portal needs 2.17.1 or newer.'],
    ['overseerr', '1.26.1', 'This is Overseerr 1.26.1; the portal needs 1.29 or newer.'],
    ['jellyfin', '10.7.7', 'This is Jellyfin 10.7.7; the portal needs 10.8 or newer.'],
    ['sabnzbd', '2.3.9', 'This is SABnzbd 2.3.9; the portal needs 3.0 or newer.'],
  ])('of %s may be too old (%s)', async (standIn, version, message) => {
    const service = await start(standIn, { version })
    const name = ServiceName.parse(standIn)
    expect(await test({ name, url: service.url, ...credentialsOf(service) })).toMatchObject({
      problem: 'too-old',
      message,
    })
  })

  it('may be so old that it knows nothing of what is asked', async () => {
    const service = await start('sonarr')
    service.fail({ status: 404 }, { path: '/api/v3' })
    expect(await test({ name: 'sonarr', url: service.url, apiKey: service.key })).toMatchObject({
      problem: 'too-old',
      message: 'Sonarr answers, but does not know what the portal asks for: it must be 3.0 or newer.',
    })
  })

  it('of Seerr is not waited for while GitHub is slow', async () => {
    const service = await start('seerr')
    service.fail('hang', { path: '/api/v1/status' })
    expect(await test({ name: 'overseerr', url: service.url, apiKey: service.key })).toMatchObject({
      ok: true,
      product: 'Seerr',
      version: null,
    })
    hosts.push(`127.0.0.1:${service.port}`)
    expect((await rig.client.ask(FindServices, {}, rig.who)).items).toMatchObject([{ product: 'Seerr', version: null }])
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
    const service = await start(standIn, { version })
    const name = ServiceName.parse(standIn)
    expect(await test({ name, url: service.url, ...credentialsOf(service) })).toMatchObject({ ok: true })
    const wrong = await test({ name, url: service.url, ...wrongFor(service) })
    expect(wrong).toMatchObject({ ok: false, problem: 'credentials' })
  })
})

describe('what stands in the way', () => {
  const at = (url: string) => test({ name: 'sonarr', url, apiKey: 'key' })

  it('is a name, a port, silence', async () => {
    expect(await at('http://sonarr.invalid:8989')).toMatchObject({
      problem: 'name-not-found',
      message: expect.stringContaining('sonarr.invalid'),
    })
    expect(await at(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('usually 8989'),
    })
    const service = await start('sonarr')
    service.fail('hang')
    expect(await at(service.url)).toMatchObject({ ok: false, problem: 'timeout', responseTimeMs: null })
  }, 20_000)

  it('is TLS that is not trusted, not expected or not there', async () => {
    const server = await startTlsServer()
    running.push(server)
    const self = await at(`https://127.0.0.1:${server.port}`)
    expect(self).toMatchObject({ problem: 'tls' })
    expect(self.message).toMatch(/self-signed.*NODE_EXTRA_CA_CERTS/)
    expect(await at(`http://127.0.0.1:${server.port}`)).toMatchObject({
      problem: 'tls',
      message: 'Sonarr speaks HTTPS there: begin the address with https:// instead of http://.',
    })
    const service = await start('sonarr')
    expect(await at(service.url.replace('http:', 'https:'))).toMatchObject({
      problem: 'tls',
      message: 'Sonarr does not speak HTTPS there: begin the address with http:// instead of https://.',
    })
  })

  it('is a key that is none, an API that is off, a host name that is not welcome', async () => {
    const service = await start('sonarr')
    expect(await test({ name: 'sonarr', url: service.url, apiKey: 'with\nbreak' })).toMatchObject({
      problem: 'credentials',
    })
    const tautulli = await start('tautulli')
    tautulli.fail(
      { status: 404, body: '{"response":{"result":"error","message":"API not enabled","data":{}}}' },
      { path: '/api' },
    )
    expect(await test({ name: 'tautulli', url: tautulli.url, apiKey: tautulli.key })).toMatchObject({
      problem: 'not-understood',
      message: expect.stringContaining('switched off'),
    })
    const sabnzbd = await start('sabnzbd')
    sabnzbd.fail({
      status: 403,
      body: 'Access denied - Hostname verification failed: https://sabnzbd.org/hostname-check',
    })
    expect(await test({ name: 'sabnzbd', url: sabnzbd.url, apiKey: sabnzbd.key })).toMatchObject({
      problem: 'not-understood',
      message: expect.stringContaining('host_whitelist'),
    })
    const qbittorrent = await start('qbittorrent')
    for (let turn = 0; turn < 5; turn += 1)
      await test({ name: 'qbittorrent', url: qbittorrent.url, ...wrongFor(qbittorrent) })
    expect(await test({ name: 'qbittorrent', url: qbittorrent.url, ...credentialsOf(qbittorrent) })).toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining('barred'),
    })
  })
})

describe('stored credentials', () => {
  it('are used where they were stored for, and nowhere else', async () => {
    const [own, other] = [await start('sonarr'), await start('sonarr')]
    await expect(test({ name: 'sonarr' })).rejects.toMatchObject({
      code: 'INVALID',
      details: { issues: [{ path: 'url' }] },
    })
    await rig.client.ask(ConfigureService, { name: 'sonarr', url: own.url, apiKey: own.key }, rig.who)
    expect(await test({ name: 'sonarr' })).toMatchObject({ ok: true })
    expect(await test({ name: 'sonarr', url: `${own.url}/` })).toMatchObject({ ok: true })
    expect(await test({ name: 'sonarr', apiKey: null })).toMatchObject({ problem: 'credentials-missing' })
    expect(await test({ name: 'sonarr', url: other.url })).toMatchObject({ problem: 'credentials-missing' })
    expect(other.calls.every(({ headers }) => !('x-api-key' in headers))).toBe(true)
  })
})

describe('plex', () => {
  const plex = async (tokens: Record<string, 'owner' | 'shared'> = { good: 'owner' }) => {
    const server = await startPlexServer({ tokens })
    running.push(server)
    return server
  }

  it('tells who it is, with a token that it takes', async () => {
    const { url, machineIdentifier } = await plex()
    expect(await test({ name: 'plex', url, token: 'good' })).toMatchObject({
      ok: true,
      product: 'Plex',
      found: { machineIdentifier, friendlyName: 'Living room' },
    })
    const refused = await test({ name: 'plex', url, token: 'bad' })
    expect(refused).toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining('Plex refuses this token.'),
    })
    expect(await test({ name: 'radarr', url, apiKey: 'x' })).toMatchObject({
      problem: 'wrong-product',
      message: 'This is Plex, not Radarr.',
    })
  })

  it('is learned by itself once it is configured, again when it moves, and not where it was said', async () => {
    const [first, second] = [await plex(), await plex()]
    const configured = (input: object) =>
      rig.client.ask(ConfigureService, { name: 'plex', token: 'good', ...input }, rig.who)
    const known = async () =>
      (await rig.client.ask(GetConnection, { name: 'plex' }, rig.who)).config['machineIdentifier']
    await configured({ url: first.url })
    await until(async () => (await known()) === first.machineIdentifier)
    // nobody changed it, so there is nothing to take back and nothing to bring to what a file says
    const [{ id } = { id: '' }] = (await rig.client.ask(ListConfigChanges, { limit: 1 }, rig.who)).items
    expect(await rig.client.ask(RevertConfig, { id }, rig.who)).toEqual({ changes: [] })
    const document = { services: { plex: { url: first.url, config: {} } } }
    expect(await rig.client.ask(ApplyConfig, { document }, rig.who)).toEqual({ changes: [] })
    await configured({ url: second.url, config: { machineIdentifier: 'said' } })
    expect(await known()).toBe('said')
    const moved = await configured({ url: first.url })
    expect(moved.config).toEqual({})
    await until(async () => (await known()) === first.machineIdentifier)
  })
})

describe('looking around', () => {
  it('finds what listens, by what it is, and leaves out what is connected', async () => {
    const names: StandInName[] = [
      'sonarr',
      'qbittorrent',
      'nzbget',
      'sabnzbd',
      'seerr',
      'jellyfin',
      'uptime-kuma',
      'tautulli',
      'bazarr',
    ]
    const services = await Promise.all(names.map((name) => start(name)))
    const plex = await startPlexServer()
    running.push(plex)
    const connected = services[0]!
    await rig.client.ask(ConfigureService, { name: 'sonarr', url: connected.url }, rig.who)
    hosts.push(
      ...[...services, plex].map(({ port }) => `127.0.0.1:${port}`),
      `127.0.0.1:${await freePort()}`,
      'nowhere.invalid',
    )
    const { items } = await rig.client.ask(FindServices, {}, rig.who)
    expect(items.map(({ name, url, title }) => `${name} ${title} ${url}`)).toEqual([
      ...services.slice(1).map(({ name, title, url }) => `${ServiceName.parse(name)} ${title} ${url}`),
      `plex Plex ${plex.url}`,
    ])
    expect(items.find(({ name }) => name === 'overseerr')).toMatchObject({ product: 'Seerr', version: '3.1.0' })
  })
})
