import { beforeEach } from 'vitest'
import type { Recorded } from '../../bus/index.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { stateStore } from '../../bus/nats/state.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import type { ActionContract, AnswerOf, DataOf, InputOf, QueryContract } from '../../contracts/define.ts'
import { ApplyConfig, type ConfigChange, CurrentSettings, ListConfigChanges } from '../../contracts/settings.ts'
import { DisconnectService, ListServices } from '../../contracts/services.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { settingsFunctions } from './index.ts'

/** A bus that hosts the functions of settings, and what tests ask of it. */
export interface SettingsRig {
  rig: Rig
  hosts: HostedFunctions
  ask<C extends QueryContract | ActionContract>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  /** Everything in the journal from a place on, oldest first. */
  journal(after?: number): Promise<Recorded[]>
  /** Where the journal ends now. */
  place(): Promise<number>
  current(): Promise<DataOf<typeof CurrentSettings> | null>
  /** The newest 200 changes, newest first. */
  history(): Promise<ConfigChange[]>
}

export async function startSettings(): Promise<SettingsRig> {
  const rig = await startRig()
  const hosts = await rig.host(settingsFunctions)
  const ask: SettingsRig['ask'] = (contract, input) => rig.client.ask(contract, input, rig.who)
  return {
    rig,
    hosts,
    ask,
    async journal(after = 0) {
      const { last } = await streamBounds(rig.link, 'events')
      const found: Recorded[] = []
      if (last <= after) return found
      const reader = readJournal(rig.link, 'events', { seq: after + 1 }, (entry) => void found.push(entry))
      await until(() => (found.at(-1)?.seq ?? 0) >= last)
      await reader.stop()
      return found
    },
    place: async () => (await streamBounds(rig.link, 'events')).last,
    current: () => stateStore(rig.link, CurrentSettings).get('current'),
    history: async () => (await ask(ListConfigChanges, { limit: 200 })).items,
  }
}

/** Has every test begin with nothing set and nothing connected. */
export function beginAnew(at: () => SettingsRig): void {
  beforeEach(async () => {
    const settings = at()
    await settings.ask(ApplyConfig, { document: { settings: { backup: { passphrase: null } } } })
    for (const { name, url } of (await settings.ask(ListServices, {})).items)
      if (url !== null) await settings.ask(DisconnectService, { name })
  })
}
