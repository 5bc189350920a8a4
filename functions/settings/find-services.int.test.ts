import { describe, expect, it } from 'vitest'
import { ApplyConfig, ListConfigChanges, RevertConfig } from '../../contracts/settings.ts'
import { ConfigureService, FindServices, GetConnection, ServiceName } from '../../contracts/services.ts'
import { startPlexServer } from '../../infra/stand-ins/plex-server.ts'
import { freePort, until } from '../../infra/test/fresh.ts'
import { type StandInName, useConnections } from './connections-rig.test.ts'

const at = useConnections()

describe('plex', () => {
  const plex = async (tokens: Record<string, 'owner' | 'shared'> = { good: 'owner' }) => {
    const server = await startPlexServer({ tokens })
    at.keep(server)
    return server
  }

  it('tells who it is, with a token that it takes', async () => {
    const { url, machineIdentifier } = await plex()
    expect(await at.test({ name: 'plex', url, token: 'good' })).toMatchObject({
      ok: true,
      product: 'Plex',
      found: { machineIdentifier, friendlyName: 'Living room' },
    })
    const refused = await at.test({ name: 'plex', url, token: 'bad' })
    expect(refused).toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining('Plex refuses this token.'),
    })
    expect(await at.test({ name: 'radarr', url, apiKey: 'x' })).toMatchObject({
      problem: 'wrong-product',
      message: 'This is Plex, not Radarr.',
    })
  })

  it('is learned by itself once it is configured, again when it moves, and not where it was said', async () => {
    const [first, second] = [await plex(), await plex()]
    const configured = (input: object) =>
      at.rig.client.ask(ConfigureService, { name: 'plex', token: 'good', ...input }, at.rig.who)
    const known = async () =>
      (await at.rig.client.ask(GetConnection, { name: 'plex' }, at.rig.who)).config['machineIdentifier']
    await configured({ url: first.url })
    await until(async () => (await known()) === first.machineIdentifier)
    // nobody changed it, so there is nothing to take back and nothing to bring to what a file says
    const [{ id } = { id: '' }] = (await at.rig.client.ask(ListConfigChanges, { limit: 1 }, at.rig.who)).items
    expect(await at.rig.client.ask(RevertConfig, { id }, at.rig.who)).toEqual({ changes: [] })
    const document = { services: { plex: { url: first.url, config: {} } } }
    expect(await at.rig.client.ask(ApplyConfig, { document }, at.rig.who)).toEqual({ changes: [] })
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
    const services = await Promise.all(names.map((name) => at.start(name)))
    const plex = await startPlexServer()
    at.keep(plex)
    const connected = services[0]!
    await at.rig.client.ask(ConfigureService, { name: 'sonarr', url: connected.url }, at.rig.who)
    at.hosts.push(
      ...[...services, plex].map(({ port }) => `127.0.0.1:${port}`),
      `127.0.0.1:${await freePort()}`,
      'nowhere.invalid',
    )
    const { items } = await at.rig.client.ask(FindServices, {}, at.rig.who)
    expect(items.map(({ name, url, title }) => `${name} ${title} ${url}`)).toEqual([
      ...services.slice(1).map(({ name, title, url }) => `${ServiceName.parse(name)} ${title} ${url}`),
      `plex Plex ${plex.url}`,
    ])
    expect(items.find(({ name }) => name === 'overseerr')).toMatchObject({ product: 'Seerr', version: '3.1.0' })
  })
})
