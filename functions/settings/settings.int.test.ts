import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stateStore } from '../../bus/nats/state.ts'
import { CurrentSettings, DescribeConfig, GetConfig, SettingsChanged, UpdateConfig } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { until } from '../../infra/test/fresh.ts'
import { settingsFunctions } from './index.ts'
import { beginAnew, type SettingsRig, startSettings } from './settings-rig.test.ts'

const DEFAULTS = Settings.parse({})
const SECRET = 'a pass phrase nobody sees'

let at: SettingsRig
beforeAll(async () => {
  at = await startSettings()
})
afterAll(() => at.rig.stop())
beginAnew(() => at)

describe('settings', () => {
  it('are as by default, then as changed, for everybody who watches', async () => {
    expect(await at.ask(GetConfig, {})).toEqual(DEFAULTS)
    const before = await at.current()
    const from = await at.place()
    const shown = await at.ask(UpdateConfig, { limits: { writesPerMinute: 200 }, auth: { sessionHours: 12 } })
    expect(shown).toEqual({
      ...DEFAULTS,
      limits: { ...DEFAULTS.limits, writesPerMinute: 200 },
      auth: { ...DEFAULTS.auth, sessionHours: 12 },
    })
    const after = await at.current()
    expect(after?.version).toBeGreaterThan(before!.version)
    expect(after?.values).toEqual(shown)
    const [event, ...more] = await until(async () => {
      const events = await at.journal(from)
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
    expect(await at.ask(UpdateConfig, { limits: { writesPerMinute: null } })).toMatchObject({
      limits: DEFAULTS.limits,
      auth: { sessionHours: 12 },
    })
  })

  it('that stay as they are, are no change', async () => {
    await at.ask(UpdateConfig, { backup: { passphrase: SECRET, keep: 7 } })
    const [from, entries] = [await at.place(), await at.history()]
    await at.ask(UpdateConfig, { backup: { passphrase: SECRET, keep: 7 }, auth: { sessionHours: null } })
    await at.ask(UpdateConfig, {})
    expect(await at.history()).toEqual(entries)
    expect(await at.place()).toBe(from)
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
    const { items } = await at.ask(DescribeConfig, {})
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
    await at.ask(UpdateConfig, { limits: { writesPerMinute: 77 } })
    const store = stateStore(at.rig.link, CurrentSettings)
    const right = (await store.get('current'))!
    await store.remove('current')
    await at.rig.client.publishEvent(SettingsChanged, { changeId: randomUUID(), changes: [] }, at.rig.who)
    await until(async () => (await store.get('current'))?.version === right.version)
    // the rows are older than what is watched
    await store.put('current', { version: right.version + 50, values: DEFAULTS })
    await at.rig.host(settingsFunctions)
    expect(await store.get('current')).toEqual({ version: right.version + 51, values: right.values })
    await at.ask(UpdateConfig, { limits: { writesPerMinute: 78 } })
    expect(await store.get('current')).toMatchObject({
      version: right.version + 52,
      values: { limits: { writesPerMinute: 78 } },
    })
  })

  it('of many at once are one after the other, none lost', async () => {
    const from = (await at.history()).length
    const hours = [2, 3, 4, 5, 6, 7, 8, 9]
    await Promise.all(hours.map((sessionHours) => at.ask(UpdateConfig, { auth: { sessionHours } })))
    const entries = (await at.history()).slice(0, -from)
    expect(entries).toHaveLength(8)
    let last: unknown = 24
    for (const { changes } of entries.toReversed()) {
      expect(changes).toMatchObject([{ path: 'auth.sessionHours', from: last }])
      last = changes[0]?.to
    }
    expect((await at.ask(GetConfig, {}))['auth']?.['sessionHours']).toBe(last)
    expect((await at.current())?.values.auth.sessionHours).toBe(last)
  })
})
