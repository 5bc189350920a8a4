import { afterAll, beforeAll, beforeEach } from 'vitest'
import { provide } from '../../bus/index.ts'
import type { InputOf } from '../../contracts/define.ts'
import { type ConnectionTest, DisconnectService, ListServices, TestService } from '../../contracts/services.ts'
import { type ServiceOptions, type ServiceStandIn, startService } from '../../infra/stand-ins/services.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { discoveryHosts } from './discovery.ts'
import { settingsFunctions } from './index.ts'

export type StandInName = ServiceStandIn['name']

/** What tests of connections ask; everything that a test starts ends with it. */
export interface ConnectionsRig {
  readonly rig: Rig
  /** Where services are looked for. */
  readonly hosts: string[]
  start(name: StandInName, options?: ServiceOptions): Promise<ServiceStandIn>
  /** Ends with the test. */
  keep<T extends { stop(): Promise<void> }>(started: T): T
  test(input: InputOf<typeof TestService>): Promise<ConnectionTest>
}

export function useConnections(): ConnectionsRig {
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
  const keep: ConnectionsRig['keep'] = (started) => {
    running.push(started)
    return started
  }
  return {
    get rig() {
      return rig
    },
    hosts,
    start: async (name, options) => keep(await startService(name, options)),
    keep,
    test: (input) => rig.client.ask(TestService, input, rig.who),
  }
}

/** What the stand-in takes. */
export const credentialsOf = ({ credential, key, username, password }: ServiceStandIn) =>
  credential === 'key' ? { apiKey: key } : { username, password }

/** What it refuses. */
export const wrongFor = ({ credential, username }: ServiceStandIn) =>
  credential === 'key' ? { apiKey: 'wrong' } : { username, password: 'wrong' }
