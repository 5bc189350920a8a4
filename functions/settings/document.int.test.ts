import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApplyConfig, ExportConfig, GetConfig, UpdateConfig } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { ConfigureService, ListServices } from '../../contracts/services.ts'
import { beginAnew, type SettingsRig, startSettings } from './settings-rig.test.ts'

const DEFAULTS = Settings.parse({})
const SECRET = 'a pass phrase nobody sees'
const KEY = 'c0ffee5ec3e7c0ffee5ec3e7c0ffee5e'

let at: SettingsRig
beforeAll(async () => {
  at = await startSettings()
})
afterAll(() => at.rig.stop())
beginAnew(() => at)

describe('a document', () => {
  it('holds everything but secrets, and applied again changes nothing', async () => {
    await at.ask(ConfigureService, {
      name: 'qbittorrent',
      url: 'http://nas:8080',
      username: 'me',
      password: KEY,
      config: { a: 1 },
    })
    await at.ask(UpdateConfig, { limits: { readsPerMinute: 500 }, backup: { passphrase: SECRET } })
    const document = await at.ask(ExportConfig, {})
    expect(document).toEqual({
      settings: {
        ...DEFAULTS,
        limits: { ...DEFAULTS.limits, readsPerMinute: 500 },
        backup: { enabled: true, keep: 30 },
      },
      services: { qbittorrent: { url: 'http://nas:8080', enabled: true, config: { a: 1 } } },
    })
    expect(await at.ask(ApplyConfig, { document })).toEqual({ changes: [] })
    expect((await at.ask(ListServices, {})).items.find(({ name }) => name === 'qbittorrent')?.stored).toEqual([
      'username',
      'password',
    ])
  })

  it('is the whole truth, planned and applied alike', async () => {
    await at.ask(ConfigureService, { name: 'sonarr', url: 'http://nas:8989', apiKey: KEY })
    await at.ask(UpdateConfig, { limits: { readsPerMinute: 500 }, backup: { passphrase: SECRET } })
    const document = {
      settings: { auth: { sessionHours: 48 } },
      services: { seerr: { url: 'http://nas:5055', apiKey: KEY }, sonarr: { url: 'http://nas:8989', enabled: false } },
    }
    const plan = await at.ask(ApplyConfig, { document, dryRun: true })
    expect(plan.changes).toEqual([
      { path: 'auth.sessionHours', from: 24, to: 48 },
      { path: 'limits.readsPerMinute', from: 500, to: 1200 },
      { path: 'services.overseerr.url', from: null, to: 'http://nas:5055' },
      { path: 'services.overseerr.enabled', from: null, to: true },
      { path: 'services.overseerr.apiKey', from: 'changed', to: 'changed' },
      { path: 'services.sonarr.enabled', from: true, to: false },
    ])
    expect((await at.ask(GetConfig, {}))['limits']?.['readsPerMinute']).toBe(500)
    expect(await at.ask(ApplyConfig, { document })).toEqual(plan)
    expect(await at.ask(GetConfig, {})).toMatchObject({
      limits: DEFAULTS.limits,
      auth: { sessionHours: 48 },
      backup: { passphrase: 'set' },
    })
  })

  it.each([
    [{ settings: { limits: { writesPerMinute: 1 } } }, 'settings.limits.writesPerMinute'],
    [{ settings: { limits: { typo: 1 } } }, 'settings.limits.typo'],
    [{ settings: { typo: {} } }, 'settings.typo'],
    [{ services: { typo: { url: 'http://nas' } } }, 'services.typo'],
    [{ services: { sonarr: { url: 'nas:8989' } } }, 'services.sonarr.url'],
    [{ services: { sonarr: {} } }, 'services.sonarr.url'],
    [{ services: { sonarr: { url: 'http://nas', typo: 1 } } }, 'services.sonarr.typo'],
    [{ services: { seerr: { url: 'http://a' }, overseerr: { url: 'http://b' } } }, 'services.overseerr'],
  ])('%j is refused as a whole at %s', async (wrong, path) => {
    const document = {
      settings: { auth: { sessionHours: 3 }, ...('settings' in wrong ? wrong.settings : {}) },
      ...('services' in wrong ? wrong : {}),
    }
    const error = { code: 'INVALID', details: { issues: [{ path }] } }
    await expect(at.ask(ApplyConfig, { document })).rejects.toMatchObject(error)
    expect(await at.ask(GetConfig, {})).toEqual(DEFAULTS)
  })
})
