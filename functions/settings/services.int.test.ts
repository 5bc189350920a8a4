import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ExportConfig, GetConfig, SettingsChanged, UpdateConfig } from '../../contracts/settings.ts'
import {
  ConfigureService,
  DisconnectService,
  GetConnection,
  ListServices,
  ServiceConfigured,
  ServiceDisconnected,
} from '../../contracts/services.ts'
import { until } from '../../infra/test/fresh.ts'
import { beginAnew, type SettingsRig, startSettings } from './settings-rig.test.ts'

const SECRET = 'a pass phrase nobody sees'
const KEY = 'c0ffee5ec3e7c0ffee5ec3e7c0ffee5e'

let at: SettingsRig
beforeAll(async () => {
  at = await startSettings()
})
afterAll(() => at.rig.stop())
beginAnew(() => at)

describe('services', () => {
  const sonarr = { name: 'sonarr' as const, url: 'http://nas:8989/sonarr/', apiKey: KEY }

  it('are listed with what they need, connected or not', async () => {
    const { items } = await at.ask(ListServices, {})
    expect(items).toHaveLength(13)
    for (const { name, hint, needs, defaultPort } of items)
      expect([name, hint, needs.length > 0, defaultPort > 0]).toEqual([name, expect.stringMatching(/\.$/), true, true])
    expect(items.find(({ name }) => name === 'tautulli')).toMatchObject({
      url: null,
      enabled: false,
      stored: [],
      updatedBy: null,
    })
  })

  it('are configured without being asked; what is left out stays, null forgets it', async () => {
    expect(await at.ask(ConfigureService, sonarr)).toMatchObject({
      name: 'sonarr',
      url: 'http://nas:8989/sonarr',
      enabled: true,
      stored: ['apiKey'],
      updatedBy: 'user:tester',
    })
    await at.ask(ConfigureService, { name: 'sonarr', enabled: false, config: { a: 1, b: 'two' } })
    await at.ask(ConfigureService, { name: 'sonarr', url: 'http://nas:8989', config: { a: null } })
    const connection = await at.ask(GetConnection, { name: 'sonarr' })
    expect(connection).toMatchObject({ url: 'http://nas:8989', enabled: false, config: { b: 'two' } })
    expect(at.rig.sealer.open(connection.sealed.apiKey!)).toBe(KEY)
    await at.ask(ConfigureService, { name: 'sonarr', apiKey: null })
    expect((await at.ask(GetConnection, { name: 'sonarr' })).sealed).toEqual({})
    await expect(at.ask(GetConnection, { name: 'radarr' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('need an address the first time, and a secret does not move to another', async () => {
    await expect(at.ask(ConfigureService, { name: 'radarr', apiKey: KEY })).rejects.toMatchObject({
      code: 'INVALID',
      details: { issues: [{ path: 'url' }] },
    })
    await at.ask(ConfigureService, sonarr)
    await expect(at.ask(ConfigureService, { name: 'sonarr', url: 'http://elsewhere:8989' })).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('give its API key again'),
      details: { issues: [{ path: 'apiKey' }] },
    })
    expect(
      await at.ask(ConfigureService, { name: 'sonarr', url: 'http://elsewhere:8989', apiKey: 'other' }),
    ).toMatchObject({ url: 'http://elsewhere:8989' })
  })

  it('announce themselves with a version that grows, over disconnecting too', async () => {
    const from = await at.place()
    await at.ask(ConfigureService, sonarr)
    await at.ask(ConfigureService, { ...sonarr, enabled: false })
    await at.ask(ConfigureService, { ...sonarr, enabled: false })
    expect(await at.ask(DisconnectService, { name: 'sonarr' })).toEqual({ name: 'sonarr' })
    await at.ask(ConfigureService, { ...sonarr, name: 'sonarr' })
    await expect(at.ask(DisconnectService, { name: 'plex' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const events = await until(async () => {
      const found = (await at.journal(from)).filter(({ type }) => type !== SettingsChanged.type)
      return found.length === 4 && found
    })
    expect(events.map(({ type }) => type)).toEqual([
      ServiceConfigured.type,
      ServiceConfigured.type,
      ServiceDisconnected.type,
      ServiceConfigured.type,
    ])
    const versions = events.map(({ data }) => Number(data['version']))
    expect(versions).toEqual(versions.map((_, index) => versions[0]! + index))
    expect(events[1]?.data).toMatchObject({
      service: 'sonarr',
      enabled: false,
      health: { target: 'http://nas:8989/sonarr/ping', acceptedCodes: ['200-299'] },
    })
  })

  it('go by their other names as well', async () => {
    const input = ConfigureService.schema.parse({ name: 'Jellyseerr', url: 'http://nas:5055', apiKey: KEY })
    expect(await at.ask(ConfigureService, input)).toMatchObject({ name: 'overseerr', title: 'Seerr' })
  })
})

it('says nothing secret, in answers, events, history or rows', async () => {
  await at.ask(UpdateConfig, { backup: { passphrase: SECRET } })
  await at.ask(ConfigureService, { name: 'nzbget', url: 'http://nas:6789', username: KEY, password: KEY })
  await at.ask(DisconnectService, { name: 'nzbget' })
  const heard = [
    await at.journal(),
    await at.history(),
    await at.ask(GetConfig, {}),
    await at.ask(ExportConfig, {}),
    await at.ask(ListServices, {}),
    await at.current(),
  ]
  const rows = await Promise.all(
    ['setting', 'service', 'change', '_outbox'].map((table) => at.hosts.pool.query(`select * from settings.${table}`)),
  )
  const all = JSON.stringify([...heard, ...rows.map((one): unknown[] => one.rows)])
  expect(all).toContain('nzbget')
  expect(all).not.toContain(SECRET)
  expect(all).not.toContain(KEY)
})
