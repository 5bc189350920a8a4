import { Pool } from 'pg'
import { pino } from 'pino'
import { connectNats, type NatsLink } from '../../../bus/nats/connect.ts'
import { publishSlot } from '../../../bus/schedule.ts'
import { hosted } from '../../../bus/host.ts'
import type { Recorded } from '../../../bus/function.ts'
import { readJournal } from '../../../bus/nats/journal.ts'
import { stateStore } from '../../../bus/nats/state.ts'
import { hostFunctions, type HostedFunctions } from '../../../bus/start.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { ConfigureService, DisconnectService } from '../../../contracts/services.ts'
import { type Service, ServiceBoard } from '../../../contracts/status.ts'
import { type ServiceOptions, startKuma } from '../../../infra/stand-ins/services.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import checkDue from '../check-due.ts'
import followKuma from './follow-kuma.ts'

export type Kuma = Awaited<ReturnType<typeof startKuma>>

/** A portal's bus with an Uptime Kuma beside it; everything ends with `stop`. */
export interface KumaRig {
  readonly rig: Rig
  readonly kuma: Kuma
  readonly pool: Pool
  /** Every line of the log, at its most talkative. */
  readonly logged: readonly string[]
  /** What happened, oldest first. */
  events(type: string): Record<string, unknown>[]
  connect(given?: Omit<InputOf<typeof ConfigureService>, 'name'>): Promise<void>
  disconnect(): Promise<void>
  tile(name: string): Promise<Service | undefined>
  tiles(): Promise<Service[]>
  /** Has the clock of the schedule go on so far, and do what is due then. */
  slot(aheadMs?: number): Promise<void>
  /** As if it had been silent for so long. */
  silentFor(ms: number): Promise<void>
  /** Makes our own checks that are due. */
  checkDue(): Promise<void>
  /** Runs one more process beside it. */
  another(): Promise<HostedFunctions>
  /** Ends the process and starts another one; what happens between is given. */
  restart(between?: () => Promise<unknown>): Promise<void>
  stop(): Promise<void>
}

export async function startKumaRig(options: ServiceOptions = {}): Promise<KumaRig> {
  const rig = await startRig()
  const kuma = await startKuma(options)
  const functions = functionsOf('settings', 'status')
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const links: NatsLink[] = []
  const all: HostedFunctions[] = []
  const host = async (): Promise<HostedFunctions> => {
    const link = await connectNats(rig.natsUrl, rig.namespace, log)
    links.push(link)
    const given = { databaseUrl: rig.databaseUrl, sealer: rig.sealer, log, poolSize: 8 }
    const started = await hostFunctions({ link, functions, ...given })
    let stopping: Promise<void> | undefined
    const one = { ...started, stop: () => (stopping ??= started.stop()) }
    all.push(one)
    return one
  }
  let hosts = await host()
  const pool = new Pool({ connectionString: rig.databaseUrl, max: 2 })
  const board = stateStore(rig.link, ServiceBoard)
  const seen: Recorded[] = []
  const reader = readJournal(rig.link, 'events', { seq: 1 }, (entry: Recorded) => void seen.push(entry))
  await reader.ready
  let ahead = 0
  const tiles = async (): Promise<Service[]> => {
    const shown = await Promise.all((await board.keys()).map((id) => board.get(id)))
    return shown.filter((tile) => tile !== null)
  }
  const slot = async (aheadMs = 0): Promise<void> => {
    ahead += aheadMs + 1
    await publishSlot(hosted(hosts.host, followKuma), Date.now() + ahead)
  }
  return {
    rig,
    kuma,
    pool,
    logged,
    events: (type) => seen.filter((entry) => entry.type === type).map(({ data }) => data),
    connect: async (given = {}) =>
      void (await rig.client.ask(ConfigureService, { name: 'uptime-kuma', url: kuma.url, ...given }, rig.who)),
    disconnect: async () => void (await rig.client.ask(DisconnectService, { name: 'uptime-kuma' }, rig.who)),
    tiles,
    tile: async (name) => (await tiles()).find((tile) => tile.name === name),
    slot,
    async silentFor(ms) {
      await pool.query(
        `update status.source set heard_at = heard_at - $1 * interval '1 ms', followed_since = followed_since - $1 * interval '1 ms'`,
        [ms],
      )
    },
    async checkDue() {
      ahead += 1
      await publishSlot(hosted(hosts.host, checkDue), Date.now() + ahead)
    },
    another: host,
    async restart(between = async () => {}) {
      await hosts.stop()
      await between()
      // its lease ran out
      await pool.query(`update status.source set held_until = now()`)
      hosts = await host()
      await slot()
    },
    async stop() {
      await reader.stop()
      await Promise.all(all.map((one) => one.stop()))
      await Promise.all(links.map(({ nc }) => nc.close()))
      await rig.stop()
      await pool.end()
      await kuma.stop()
    },
  }
}

/** The tile once it is as wanted. */
export const tileAs = (at: KumaRig, name: string, wanted: (tile: Service) => boolean): Promise<Service> =>
  until(
    async () => {
      const tile = await at.tile(name)
      return tile && wanted(tile) ? tile : false
    },
    { what: `${name} as wanted: ${wanted.toString()}`, timeoutMs: 8000 },
  )
