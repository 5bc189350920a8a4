import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Recorded } from '../../bus/index.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { stateStore } from '../../bus/nats/state.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import type { ActionContract, InputOf, QueryContract } from '../../contracts/define.ts'
import {
  ApplyConfig,
  CurrentSettings,
  DescribeConfig,
  ExportConfig,
  GetConfig,
  ListConfigChanges,
  RevertConfig,
  SettingsChanged,
  UpdateConfig,
} from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import {
  ConfigureService,
  DisconnectService,
  GetConnection,
  ListServices,
  ServiceConfigured,
  ServiceDisconnected,
  type ServiceName,
} from '../../contracts/services.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { settingsFunctions } from './index.ts'

const DEFAULTS = Settings.parse({})
const SECRET = 'a pass phrase nobody sees'
const KEY = 'c0ffee5ec3e7c0ffee5ec3e7c0ffee5e'

let rig: Rig
let hosts: HostedFunctions
beforeAll(async () => {
  rig = await startRig()
  hosts = await rig.host(settingsFunctions)
})
afterAll(() => rig.stop())
beforeEach(async () => {
  await ask(ApplyConfig, { document: { settings: { backup: { passphrase: null } } } })
  for (const { name, url } of (await ask(ListServices, {})).items)
    if (url !== null) await ask(DisconnectService, { name })
})

const ask = <C extends QueryContract | ActionContract>(contract: C, input: InputOf<C>) =>
  rig.client.ask(contract, input, rig.who)

/** Everything in the journal from a place on, oldest first. */
async function journal(after = 0): Promise<Recorded[]> {
  const { last } = await streamBounds(rig.link, 'events')
  const found: Recorded[] = []
  if (last <= after) return found
  const reader = readJournal(rig.link, 'events', { seq: after + 1 }, (entry) => void found.push(entry))
  await until(() => (found.at(-1)?.seq ?? 0) >= last)
  await reader.stop()
  return found
}
const place = async (): Promise<number> => (await streamBounds(rig.link, 'events')).last
const current = () => stateStore(rig.link, CurrentSettings).get('current')
const history = async () => (await ask(ListConfigChanges, { limit: 200 })).items

describe('settings', () => {
  it('are as by default, then as changed, for everybody who watches', async () => {
    expect(await ask(GetConfig, {})).toEqual(DEFAULTS)
    const before = await current()
    const from = await place()
    const shown = await ask(UpdateConfig, { limits: { writesPerMinute: 200 }, auth: { sessionHours: 12 } })
    expect(shown).toEqual({
      ...DEFAULTS,
      limits: { ...DEFAULTS.limits, writesPerMinute: 200 },
      auth: { ...DEFAULTS.auth, sessionHours: 12 },
    })
    const after = await current()
    expect(after?.version).toBeGreaterThan(before!.version)
    expect(after?.values).toEqual(shown)
    const [event, ...more] = await until(async () => {
      const events = await journal(from)
      return events.length > 0 && events
    })
    expect(more).toEqual([])
    expect(event).toMatchObject({
      type: SettingsChanged.type,
      actor: 'user:tester',
      data: {
        changes: [
          { path: 'auth.sessionHours', from: 24, to: 12 },
          { path: 'limits.writesPerMinute', from: 100, to: 200 },
        ],
      },
    })
    expect(await ask(UpdateConfig, { limits: { writesPerMinute: null } })).toMatchObject({
      limits: DEFAULTS.limits,
      auth: { sessionHours: 12 },
    })
  })

  it('that stay as they are, are no change', async () => {
    await ask(UpdateConfig, { backup: { passphrase: SECRET, keep: 7 } })
    const [from, entries] = [await place(), await history()]
    await ask(UpdateConfig, { backup: { passphrase: SECRET, keep: 7 }, auth: { sessionHours: null } })
    await ask(UpdateConfig, {})
    expect(await history()).toEqual(entries)
    expect(await place()).toBe(from)
  })

  it.each([
    [{ nope: {} }, 'nope'],
    [{ limits: { writesPerMinute: 'many' } }, 'limits.writesPerMinute'],
    [{ limits: { writesPerMinute: 1 } }, 'limits.writesPerMinute'],
    [{ limits: { typo: 1 } }, 'limits'],
    [{ auth: { plexAccess: 'everybody' } }, 'auth.plexAccess'],
    [{ backup: { passphrase: 'short' } }, 'backup.passphrase'],
  ])('%j is refused at %s', (input, path) => {
    const read = UpdateConfig.schema.safeParse(input)
    expect(read.success).toBe(false)
    const issue = read.error?.issues[0]
    expect(
      [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' && !issue.path.length ? issue.keys : [])].join(
        '.',
      ),
    ).toBe(path)
  })

  it('are described with kind, unit, default and bounds', async () => {
    const { items } = await ask(DescribeConfig, {})
    const described = Object.fromEntries(items.map((item) => [`${item.section}.${item.key}`, item]))
    expect(described['limits.writesPerMinute']).toMatchObject({
      kind: 'number',
      unit: 'per minute',
      default: 100,
      min: 10,
      max: 100_000,
      sectionTitle: 'Limits',
    })
    expect(described['auth.twoFactor']).toMatchObject({ kind: 'choice', default: 'offered' })
    expect(described['auth.twoFactor']?.choices?.map(({ value }) => value)).toEqual(['optional', 'offered', 'required'])
    expect(described['backup.enabled']).toMatchObject({ kind: 'boolean', default: true, unit: null, min: null })
    expect(described['backup.passphrase']).toMatchObject({ kind: 'secret', default: null })
    for (const item of items) expect(item.title && item.description).toBeTruthy()
  })

  it('reach who watches also when the process died on the way, and after a restore of the database', async () => {
    await ask(UpdateConfig, { limits: { writesPerMinute: 77 } })
    const store = stateStore(rig.link, CurrentSettings)
    const right = (await store.get('current'))!
    await store.remove('current')
    await rig.client.publishEvent(SettingsChanged, { changeId: randomUUID(), changes: [] }, rig.who)
    await until(async () => (await store.get('current'))?.version === right.version)
    // the rows are older than what is watched
    await store.put('current', { version: right.version + 50, values: DEFAULTS })
    await rig.host(settingsFunctions)
    expect(await store.get('current')).toEqual({ version: right.version + 51, values: right.values })
    await ask(UpdateConfig, { limits: { writesPerMinute: 78 } })
    expect(await store.get('current')).toMatchObject({
      version: right.version + 52,
      values: { limits: { writesPerMinute: 78 } },
    })
  })

  it('of many at once are one after the other, none lost', async () => {
    const from = (await history()).length
    const hours = [2, 3, 4, 5, 6, 7, 8, 9]
    await Promise.all(hours.map((sessionHours) => ask(UpdateConfig, { auth: { sessionHours } })))
    const entries = (await history()).slice(0, -from)
    expect(entries).toHaveLength(8)
    let last: unknown = 24
    for (const { changes } of entries.toReversed()) {
      expect(changes).toMatchObject([{ path: 'auth.sessionHours', from: last }])
      last = changes[0]?.to
    }
    expect((await ask(GetConfig, {}))['auth']?.['sessionHours']).toBe(last)
    expect((await current())?.values.auth.sessionHours).toBe(last)
  })
})

describe('services', () => {
  const sonarr = { name: 'sonarr' as const, url: 'http://nas:8989/sonarr/', apiKey: KEY }

  it('are listed with what they need, connected or not', async () => {
    const { items } = await ask(ListServices, {})
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
    expect(await ask(ConfigureService, sonarr)).toMatchObject({
      name: 'sonarr',
      url: 'http://nas:8989/sonarr',
      enabled: true,
      stored: ['apiKey'],
      updatedBy: 'user:tester',
    })
    await ask(ConfigureService, { name: 'sonarr', enabled: false, config: { a: 1, b: 'two' } })
    await ask(ConfigureService, { name: 'sonarr', url: 'http://nas:8989', config: { a: null } })
    const connection = await ask(GetConnection, { name: 'sonarr' })
    expect(connection).toMatchObject({ url: 'http://nas:8989', enabled: false, config: { b: 'two' } })
    expect(rig.sealer.open(connection.sealed.apiKey!)).toBe(KEY)
    await ask(ConfigureService, { name: 'sonarr', apiKey: null })
    expect((await ask(GetConnection, { name: 'sonarr' })).sealed).toEqual({})
    await expect(ask(GetConnection, { name: 'radarr' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('need an address the first time, and a secret does not move to another', async () => {
    await expect(ask(ConfigureService, { name: 'radarr', apiKey: KEY })).rejects.toMatchObject({
      code: 'INVALID',
      details: { issues: [{ path: 'url' }] },
    })
    await ask(ConfigureService, sonarr)
    await expect(ask(ConfigureService, { name: 'sonarr', url: 'http://elsewhere:8989' })).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('give its API key again'),
      details: { issues: [{ path: 'apiKey' }] },
    })
    expect(
      await ask(ConfigureService, { name: 'sonarr', url: 'http://elsewhere:8989', apiKey: 'other' }),
    ).toMatchObject({ url: 'http://elsewhere:8989' })
  })

  it('announce themselves with a version that grows, over disconnecting too', async () => {
    const from = await place()
    await ask(ConfigureService, sonarr)
    await ask(ConfigureService, { ...sonarr, enabled: false })
    await ask(ConfigureService, { ...sonarr, enabled: false })
    expect(await ask(DisconnectService, { name: 'sonarr' })).toEqual({ name: 'sonarr' })
    await ask(ConfigureService, { ...sonarr, name: 'sonarr' })
    await expect(ask(DisconnectService, { name: 'plex' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const events = await until(async () => {
      const found = (await journal(from)).filter(({ type }) => type !== SettingsChanged.type)
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
    expect(await ask(ConfigureService, input)).toMatchObject({ name: 'overseerr', title: 'Seerr' })
  })
})

describe('history and revert', () => {
  it('begins with how it all began, comes in pages and leads back', async () => {
    const entries = await history()
    expect(entries.at(-1)).toMatchObject({ actor: 'system', actorName: null, changes: [] })
    await ask(ConfigureService, { name: 'nzbget', url: 'http://nas:6789', username: 'me', password: 'pass word' })
    await ask(UpdateConfig, { backup: { passphrase: SECRET } })
    const { items, nextCursor } = await ask(ListConfigChanges, { limit: 1 })
    expect(items).toMatchObject([
      { actor: 'user:tester', changes: [{ path: 'backup.passphrase', from: 'changed', to: 'changed' }] },
    ])
    const second = await ask(ListConfigChanges, { limit: 1, cursor: nextCursor! })
    const there = second.items[0]!
    expect(there.changes).toContainEqual({ path: 'services.nzbget.password', from: 'changed', to: 'changed' })
    await ask(DisconnectService, { name: 'nzbget' })
    const plan = await ask(RevertConfig, { id: there.id, dryRun: true })
    expect(plan.changes.map(({ path }) => path)).toEqual([
      'backup.passphrase',
      'services.nzbget.url',
      'services.nzbget.enabled',
      'services.nzbget.username',
      'services.nzbget.password',
    ])
    await expect(ask(GetConnection, { name: 'nzbget' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await ask(RevertConfig, { id: there.id })).toEqual(plan)
    const back = await ask(GetConnection, { name: 'nzbget' })
    expect(rig.sealer.open(back.sealed.password!)).toBe('pass word')
    expect(await ask(RevertConfig, { id: there.id })).toEqual({ changes: [] })
    await expect(ask(RevertConfig, { id: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask(ListConfigChanges, { cursor: 'x' })).rejects.toMatchObject({ code: 'INVALID' })
  })

  const step = fc.oneof(
    fc
      .record(
        {
          limits: fc.record({ writesPerMinute: fc.option(fc.integer({ min: 10, max: 14 })) }),
          auth: fc.record({ twoFactor: fc.constantFrom('optional', 'required', null) }),
          backup: fc.record({ passphrase: fc.constantFrom('pass phrase one', 'pass phrase two', null) }),
        },
        { requiredKeys: [] },
      )
      .map((input) => () => ask(UpdateConfig, input)),
    fc
      .record({
        name: fc.constantFrom<ServiceName>('sonarr', 'plex'),
        url: fc.constantFrom('http://127.0.0.1:1/a', 'http://127.0.0.1:1/b'),
        apiKey: fc.constantFrom('one', 'two', null, undefined),
        enabled: fc.constantFrom(true, false, undefined),
        config: fc.constantFrom<InputOf<typeof ConfigureService>['config']>({ x: 1 }, { x: null, y: 'z' }, undefined),
      })
      .map((input) => () => ask(ConfigureService, input)),
    fc
      .constantFrom<ServiceName>('sonarr', 'plex')
      .map((name) => () => ask(DisconnectService, { name }).catch(() => undefined)),
  )

  /** All that is set, secrets in clear. */
  async function everything(): Promise<unknown> {
    const { items } = await ask(ListServices, {})
    const connected = items.filter(({ url }) => url !== null).map(({ name }) => name)
    const services = await Promise.all(
      connected.map(async (name) => {
        const { url, enabled, config, sealed } = await ask(GetConnection, { name })
        const open = Object.entries(sealed).map(([credential, text]) => [credential, rig.sealer.open(text)])
        return { name, url, enabled, config, credentials: Object.fromEntries(open) as object }
      }),
    )
    const { values } = (await current())!
    const { passphrase } = values.backup
    const backup = { ...values.backup, passphrase: passphrase === null ? null : rig.sealer.open(passphrase) }
    return { ...values, backup, services }
  }

  it('goes back to exactly what was, from anywhere to anywhere', async () => {
    const walks = fc.array(step, { minLength: 3, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(walks, fc.infiniteStream(fc.nat()), async (steps, picks) => {
        const stood = new Map<string, unknown>()
        const note = async () => stood.set((await history())[0]!.id, await everything())
        await note()
        for (const take of steps) {
          await take()
          await note()
        }
        const points = [...stood]
        for (let turn = 0; turn < 3; turn += 1) {
          const [id, then] = points[picks.next().value % points.length]!
          await ask(RevertConfig, { id })
          expect(await everything()).toEqual(then)
        }
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})

describe('a document', () => {
  it('holds everything but secrets, and applied again changes nothing', async () => {
    await ask(ConfigureService, {
      name: 'qbittorrent',
      url: 'http://nas:8080',
      username: 'me',
      password: KEY,
      config: { a: 1 },
    })
    await ask(UpdateConfig, { limits: { readsPerMinute: 500 }, backup: { passphrase: SECRET } })
    const document = await ask(ExportConfig, {})
    expect(document).toEqual({
      settings: {
        ...DEFAULTS,
        limits: { ...DEFAULTS.limits, readsPerMinute: 500 },
        backup: { enabled: true, keep: 30 },
      },
      services: { qbittorrent: { url: 'http://nas:8080', enabled: true, config: { a: 1 } } },
    })
    expect(await ask(ApplyConfig, { document })).toEqual({ changes: [] })
    expect((await ask(ListServices, {})).items.find(({ name }) => name === 'qbittorrent')?.stored).toEqual([
      'username',
      'password',
    ])
  })

  it('is the whole truth, planned and applied alike', async () => {
    await ask(ConfigureService, { name: 'sonarr', url: 'http://nas:8989', apiKey: KEY })
    await ask(UpdateConfig, { limits: { readsPerMinute: 500 }, backup: { passphrase: SECRET } })
    const document = {
      settings: { auth: { sessionHours: 48 } },
      services: { seerr: { url: 'http://nas:5055', apiKey: KEY }, sonarr: { url: 'http://nas:8989', enabled: false } },
    }
    const plan = await ask(ApplyConfig, { document, dryRun: true })
    expect(plan.changes).toEqual([
      { path: 'auth.sessionHours', from: 24, to: 48 },
      { path: 'limits.readsPerMinute', from: 500, to: 1200 },
      { path: 'services.overseerr.url', from: null, to: 'http://nas:5055' },
      { path: 'services.overseerr.enabled', from: null, to: true },
      { path: 'services.overseerr.apiKey', from: 'changed', to: 'changed' },
      { path: 'services.sonarr.enabled', from: true, to: false },
    ])
    expect((await ask(GetConfig, {}))['limits']?.['readsPerMinute']).toBe(500)
    expect(await ask(ApplyConfig, { document })).toEqual(plan)
    expect(await ask(GetConfig, {})).toMatchObject({
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
    await expect(ask(ApplyConfig, { document })).rejects.toMatchObject(error)
    expect(await ask(GetConfig, {})).toEqual(DEFAULTS)
  })
})

it('says nothing secret, in answers, events, history or rows', async () => {
  await ask(UpdateConfig, { backup: { passphrase: SECRET } })
  await ask(ConfigureService, { name: 'nzbget', url: 'http://nas:6789', username: KEY, password: KEY })
  await ask(DisconnectService, { name: 'nzbget' })
  const heard = [
    await journal(),
    await history(),
    await ask(GetConfig, {}),
    await ask(ExportConfig, {}),
    await ask(ListServices, {}),
    await current(),
  ]
  const rows = await Promise.all(
    ['setting', 'service', 'change', '_outbox'].map((table) => hosts.pool.query(`select * from settings.${table}`)),
  )
  const all = JSON.stringify([...heard, ...rows.map((one): unknown[] => one.rows)])
  expect(all).toContain('nzbget')
  expect(all).not.toContain(SECRET)
  expect(all).not.toContain(KEY)
})
