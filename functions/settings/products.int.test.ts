import { describe, expect, it } from 'vitest'
import { ServiceName } from '../../contracts/services.ts'
import { credentialsOf, type StandInName, useConnections, wrongFor } from './connections-rig.test.ts'

const at = useConnections()

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
      const service = await at.start(standIn, { base })
      expect(await at.test({ name, url: service.url, ...credentialsOf(service) })).toEqual({
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
    const service = await at.start(standIn)
    const said = await at.test({ name, url: service.url, ...wrongFor(service) })
    expect(said).toMatchObject({ ok: false, problem: 'credentials', product })
    expect(said.message).toContain(refused)
  })

  it('says what is missing', async () => {
    const service = await at.start(standIn)
    const said = await at.test({ name, url: service.url })
    expect(said).toMatchObject({ ok: false, problem: 'credentials-missing', product })
    expect(said.message).toMatch(/ answers and needs its (API key|user name and its password)\. /)
  })

  it('is told from another product, whatever was given', async () => {
    const service = await at.start(standIn)
    const other = name === 'sonarr' ? 'radarr' : 'sonarr'
    const message = `This is ${product}, not ${other === 'radarr' ? 'Radarr' : 'Sonarr'}.`
    for (const apiKey of [service.key, 'wrong', undefined])
      expect(await at.test({ name: other, url: service.url, apiKey })).toMatchObject({
        ok: false,
        problem: 'wrong-product',
        message,
      })
  })

  it('is understood when it fails, is slow of mind, or is no more itself', async () => {
    const service = await at.start(standIn)
    const input = { name, url: service.url, ...credentialsOf(service) }
    service.fail({ status: 503 })
    expect(await at.test(input)).toMatchObject({ problem: 'not-understood', message: expect.stringContaining('503') })
    service.heal()
    service.fail('garbage')
    expect(await at.test(input)).toMatchObject({ ok: false, problem: 'not-understood' })
    service.heal()
    service.fail('drop')
    expect(await at.test(input)).toMatchObject({ problem: 'unreachable' })
    await service.down()
    expect(await at.test(input)).toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('is the port right'),
    })
    await service.up()
    service.heal()
    expect(await at.test(input)).toMatchObject({ ok: true })
  })
})
