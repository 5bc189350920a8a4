import type { BusClient, Who } from '../../bus/client.ts'
import type { Recorded } from '../../bus/function.ts'
import { hosted } from '../../bus/host.ts'
import type { NatsLink } from '../../bus/nats/connect.ts'
import { readJournal } from '../../bus/nats/journal.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { publishSlot } from '../../bus/schedule.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import type { InputOf } from '../../contracts/define.ts'
import {
  AddMonitor,
  CauseChanged,
  type Monitor,
  type Service,
  ServiceBoard,
  StatusChanged,
} from '../../contracts/status.ts'
import checkDue from './check-due.ts'

type Changed = InputOf<typeof StatusChanged>
type Caused = InputOf<typeof CauseChanged>

/** What tests ask of a bus that hosts the status functions. */
export interface TestBoard {
  add(settings: InputOf<typeof AddMonitor>): Promise<Monitor>
  tile(id: string): Promise<Service | null>
  ids(): Promise<string[]>
  /** The changes of state of one monitor in the journal, oldest first. */
  changes(id: string): Changed[]
  /** The ids of those events. */
  changeIds(id: string): string[]
  causes(id: string): Caused[]
  /** Makes all checks due, then has a slot make them, as the clock would. */
  check(hosts: HostedFunctions, slots?: number): Promise<void>
  /** One slot, which makes what is due; `at` a time for one that looks ahead as those of the clock do. */
  slot(hosts: HostedFunctions, at?: number): Promise<void>
  stop(): Promise<void>
}

export async function testBoard(link: NatsLink, client: BusClient, who: Who): Promise<TestBoard> {
  const board = stateStore(link, ServiceBoard)
  const seen: (Changed & { eventId: string })[] = []
  const causes: Caused[] = []
  const reader = readJournal(link, 'events', { seq: 1 }, (entry: Recorded) => {
    if (entry.type === StatusChanged.type) seen.push({ ...StatusChanged.schema.parse(entry.data), eventId: entry.id })
    if (entry.type === CauseChanged.type) causes.push(CauseChanged.schema.parse(entry.data))
  })
  await reader.ready
  let slot = Date.now()
  return {
    async add(settings) {
      const sent = await client.send(AddMonitor, settings, who, { waitMs: 5000 })
      if (sent.state !== 'done' || !sent.outcome.ok) throw new Error(JSON.stringify(sent))
      return AddMonitor.result.parse(sent.outcome.data)
    },
    tile: (id) => board.get(id),
    ids: () => board.keys(),
    changes: (id) => seen.filter((change) => change.monitorId === id),
    changeIds: (id) => seen.filter((change) => change.monitorId === id).map(({ eventId }) => eventId),
    causes: (id) => causes.filter((cause) => cause.monitorId === id),
    async check({ pool, host }, slots = 1) {
      await pool.query('update status.monitor set next_check_at = now()')
      await Promise.all(Array.from({ length: slots }, () => publishSlot(hosted(host, checkDue), ++slot)))
    },
    slot: ({ host }, at = ++slot) => publishSlot(hosted(host, checkDue), at),
    stop: () => reader.stop(),
  }
}
