import { randomUUID } from 'node:crypto'
import { hosted } from '../../../bus/host.ts'
import type { AnyFunction } from '../../../bus/index.ts'
import { publishSlot } from '../../../bus/schedule.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import {
  AddRule,
  type Alert,
  type AlertRule,
  AlertTransitioned,
  ListAlerts,
  type TRANSITIONS,
} from '../../../contracts/alerts.ts'
import type { CommandContract, DataOf, InputOf, AnswerOf } from '../../../contracts/define.ts'
import { CauseChanged, MonitorAdded, type ServiceState, StatusChanged } from '../../../contracts/status.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { readJournal } from '../../../bus/nats/journal.ts'
import { engineFunctions } from '../engine-functions.ts'

/** The alerts domain on a bus of its own, told by the test what happens to services. */
export interface AlertHouse {
  rig: Rig
  hosts: HostedFunctions
  /** A service that somebody added, with its counters. */
  service(name: string, group?: string | null): Promise<TestService>
  rule(settings: Partial<InputOf<typeof AddRule>> & { name: string }): Promise<AlertRule>
  does<C extends CommandContract>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  alerts(): Promise<Alert[]>
  /** What was announced of a subject, in order: `raised`, `resolved`. */
  turns(subjectId: string): string[]
  /** Waits for that. */
  turned(subjectId: string, turns: readonly ((typeof TRANSITIONS)[number] | 'snoozed' | 'escalated')[]): Promise<void>
  /** Runs a schedule now. */
  slot(fn: AnyFunction): Promise<void>
  /** Waits until every event of the test was handled. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface TestService {
  id: string
  name: string
  /** The announcement of a change, not yet sent. */
  change(status: ServiceState, at: Date, more?: Partial<DataOf<typeof StatusChanged>>): InputOf<typeof StatusChanged>
  /** The announcement of a cause, not yet sent. */
  cause(of: Pick<TestService, 'id' | 'name'> | null, at: Date): InputOf<typeof CauseChanged>
  becomes(status: ServiceState, at?: Date, more?: Partial<DataOf<typeof StatusChanged>>): Promise<void>
  because(of: TestService | null, at?: Date): Promise<void>
}

/** `without` these, where the test has time stand still. */
export async function startAlertHouse(without: readonly AnyFunction[] = []): Promise<AlertHouse> {
  const rig = await startRig()
  const hosts = await rig.host(engineFunctions.filter((fn) => !without.includes(fn)))
  // rules of the test only
  await hosts.pool.query('delete from alerts.rule')
  const seen: DataOf<typeof AlertTransitioned>[] = []
  const reader = readJournal(rig.link, 'events', { seq: 1 }, (entry) => {
    if (entry.type === AlertTransitioned.type) seen.push(AlertTransitioned.schema.parse(entry.data))
  })
  await reader.ready
  let slots = Date.now()
  const sent: string[] = []
  const publish: typeof rig.client.publishEvent = async (...args) => {
    const published = await rig.client.publishEvent(...args)
    sent.push(published.id)
    return published
  }
  const does = async <C extends CommandContract>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>> => {
    const answer = await rig.client.send(contract, input, rig.who, { waitMs: 8000 })
    if (answer.state !== 'done' || !answer.outcome.ok) throw new Error(JSON.stringify(answer))
    return contract.result.parse(answer.outcome.data) as AnswerOf<C>
  }
  const turns = (subjectId: string): string[] =>
    seen.filter((one) => one.subjectId === subjectId).map(({ transition }) => transition)
  return {
    rig,
    hosts,
    does,
    turns,
    async service(name, group = null) {
      const id = randomUUID()
      let changes = 0
      let steps = 0
      let version = 1
      let status: ServiceState = 'unknown'
      const service: TestService = {
        id,
        name,
        change(next, at, more = {}) {
          const from = status
          status = next
          return {
            monitorId: id,
            name,
            version: ++version,
            from,
            status: next,
            responseTimeMs: null,
            error: next === 'online' ? null : 'connection refused',
            at: at.toISOString(),
            group,
            change: ++changes,
            step: ++steps,
            becauseOf: null,
            maintenanceId: null,
            ...more,
          }
        },
        async becomes(next, at = new Date(), more = {}) {
          await publish(StatusChanged, service.change(next, at, more), rig.who)
        },
        cause(of, at) {
          const becauseOf = of && { id: of.id, name: of.name }
          const body = { monitorId: id, name, version: ++version, status, becauseOf, error: null, group }
          return { ...body, at: at.toISOString(), change: changes, step: ++steps }
        },
        async because(of, at = new Date()) {
          await publish(CauseChanged, service.cause(of, at), rig.who)
        },
      }
      const added = { monitorId: id, name, version: 1, kind: 'http' as const, target: 'http://x', group }
      await publish(MonitorAdded, added, rig.who)
      return service
    },
    rule: (settings) => does(AddRule, { kind: 'state', condition: { state: 'offline', forSeconds: 0 }, ...settings }),
    async alerts() {
      const { items } = await rig.client.ask(ListAlerts, { limit: 200 }, { ...rig.who, role: 'admin' })
      return items
    },
    async turned(subjectId, wanted) {
      await until(() => turns(subjectId).join() === wanted.join(), {
        timeoutMs: 15_000,
        what: `${wanted.join()}, was ${turns(subjectId).join()}`,
      })
    },
    async slot(fn) {
      await publishSlot(hosted(hosts.host, fn), ++slots)
      await until(async () => {
        const { rows } = await hosts.pool.query<{ n: string }>(
          `select count(*) as n from alerts._inbox where function = $1`,
          [fn.name],
        )
        return Number(rows[0]?.n) > 0
      })
    },
    async settled() {
      await until(
        async () => {
          const { rows } = await hosts.pool.query<{ n: string }>(
            `select count(distinct message_id) as n from alerts._inbox
             where function like 'alerts.on-%' and message_id = any($1::uuid[])`,
            [sent],
          )
          return Number(rows[0]?.n) === sent.length
        },
        { timeoutMs: 30_000, what: `${sent.length} events are handled` },
      )
    },
    async stop() {
      await reader.stop()
      await rig.stop()
    },
  }
}
