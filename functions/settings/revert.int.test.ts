import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InputOf } from '../../contracts/define.ts'
import { ListConfigChanges, RevertConfig, UpdateConfig } from '../../contracts/settings.ts'
import {
  ConfigureService,
  DisconnectService,
  GetConnection,
  ListServices,
  type ServiceName,
} from '../../contracts/services.ts'
import { beginAnew, type SettingsRig, startSettings } from './settings-rig.test.ts'

const SECRET = 'a pass phrase nobody sees'

let at: SettingsRig
beforeAll(async () => {
  at = await startSettings()
})
afterAll(() => at.rig.stop())
beginAnew(() => at)

describe('history and revert', () => {
  it('begins with how it all began, comes in pages and leads back', async () => {
    const entries = await at.history()
    expect(entries.at(-1)).toMatchObject({ actor: 'system', actorName: null, changes: [] })
    await at.ask(ConfigureService, { name: 'nzbget', url: 'http://nas:6789', username: 'me', password: 'pass word' })
    await at.ask(UpdateConfig, { backup: { passphrase: SECRET } })
    const { items, nextCursor } = await at.ask(ListConfigChanges, { limit: 1 })
    expect(items).toMatchObject([
      { actor: 'user:tester', changes: [{ path: 'backup.passphrase', from: 'changed', to: 'changed' }] },
    ])
    const second = await at.ask(ListConfigChanges, { limit: 1, cursor: nextCursor! })
    const there = second.items[0]!
    expect(there.changes).toContainEqual({ path: 'services.nzbget.password', from: 'changed', to: 'changed' })
    await at.ask(DisconnectService, { name: 'nzbget' })
    const plan = await at.ask(RevertConfig, { id: there.id, dryRun: true })
    expect(plan.changes.map(({ path }) => path)).toEqual([
      'backup.passphrase',
      'services.nzbget.url',
      'services.nzbget.enabled',
      'services.nzbget.username',
      'services.nzbget.password',
    ])
    await expect(at.ask(GetConnection, { name: 'nzbget' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await at.ask(RevertConfig, { id: there.id })).toEqual(plan)
    const back = await at.ask(GetConnection, { name: 'nzbget' })
    expect(at.rig.sealer.open(back.sealed.password!)).toBe('pass word')
    expect(await at.ask(RevertConfig, { id: there.id })).toEqual({ changes: [] })
    await expect(at.ask(RevertConfig, { id: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(at.ask(ListConfigChanges, { cursor: 'x' })).rejects.toMatchObject({ code: 'INVALID' })
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
      .map((input) => () => at.ask(UpdateConfig, input)),
    fc
      .record({
        name: fc.constantFrom<ServiceName>('sonarr', 'plex'),
        url: fc.constantFrom('http://127.0.0.1:1/a', 'http://127.0.0.1:1/b'),
        apiKey: fc.constantFrom('one', 'two', null, undefined),
        enabled: fc.constantFrom(true, false, undefined),
        config: fc.constantFrom<InputOf<typeof ConfigureService>['config']>({ x: 1 }, { x: null, y: 'z' }, undefined),
      })
      .map((input) => () => at.ask(ConfigureService, input)),
    fc
      .constantFrom<ServiceName>('sonarr', 'plex')
      .map((name) => () => at.ask(DisconnectService, { name }).catch(() => undefined)),
  )

  /** All that is set, secrets in clear. */
  async function everything(): Promise<unknown> {
    const { items } = await at.ask(ListServices, {})
    const connected = items.filter(({ url }) => url !== null).map(({ name }) => name)
    const services = await Promise.all(
      connected.map(async (name) => {
        const { url, enabled, config, sealed } = await at.ask(GetConnection, { name })
        const open = Object.entries(sealed).map(([credential, text]) => [credential, at.rig.sealer.open(text)])
        return { name, url, enabled, config, credentials: Object.fromEntries(open) as object }
      }),
    )
    const { values } = (await at.current())!
    const { passphrase } = values.backup
    const backup = { ...values.backup, passphrase: passphrase === null ? null : at.rig.sealer.open(passphrase) }
    return { ...values, backup, services }
  }

  it('goes back to exactly what was, from anywhere to anywhere', async () => {
    const walks = fc.array(step, { minLength: 3, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(walks, fc.infiniteStream(fc.nat()), async (steps, picks) => {
        const stood = new Map<string, unknown>()
        const note = async () => stood.set((await at.history())[0]!.id, await everything())
        await note()
        for (const take of steps) {
          await take()
          await note()
        }
        const points = [...stood]
        for (let turn = 0; turn < 3; turn += 1) {
          const [id, then] = points[picks.next().value % points.length]!
          await at.ask(RevertConfig, { id })
          expect(await everything()).toEqual(then)
        }
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})
