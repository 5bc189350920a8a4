import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Alert } from '../../../contracts/alerts.ts'
import type { ActionContract, AnswerOf, InputOf, QueryContract } from '../../../contracts/define.ts'
import { AddChannel, type Channel, ListDeliveries, SendDue, type Delivery } from '../../../contracts/channels.ts'
import type { Role } from '../../../contracts/auth.ts'
import { provide } from '../../../bus/index.ts'
import { onClient } from '../../../bus/pg/kysely.ts'
import { enterDomain } from '../../../bus/pg/schema.ts'
import type { Receiver } from '../../../infra/stand-ins/channels.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { delivering } from '../delivery-functions.ts'
import type { AlertTables } from '../domain.ts'
import { queueDeliveries, type Told } from './queue.ts'
import { DELIVERY_RULES, type DeliveryRules, deliveryRules } from './rules.ts'

/** The delivery alone, with a clock of the test's own: nothing is sent but by `send`. */
export interface DeliveryRig {
  rig: Rig
  pool: pg.Pool
  clock: { at: number }
  pass(ms: number): void
  /** As an admin of the portal. */
  ask<C extends QueryContract | ActionContract>(contract: C, input: InputOf<C>, userId?: string): Promise<AnswerOf<C>>
  channel(receiver: Pick<Receiver, 'kind' | 'config'>, more?: Partial<InputOf<typeof AddChannel>>): Promise<Channel>
  person(role: Role): Promise<string>
  queue(...told: Told[]): Promise<void>
  send(): Promise<{ sent: number; failed: number }>
  /** The whole ledger, the oldest first. */
  ledger(filter?: InputOf<typeof ListDeliveries>): Promise<Delivery[]>
  stop(): Promise<void>
}

export async function startDelivery(rules: Partial<DeliveryRules> = {}): Promise<DeliveryRig> {
  const rig = await startRig()
  const clock = { at: Date.parse('2026-03-01T12:00:00Z') }
  const given: DeliveryRules = { ...DELIVERY_RULES, pushAnywhere: true, now: () => new Date(clock.at), ...rules }
  const { pool } = await rig.host(delivering, [provide(deliveryRules, given)])
  const ask: DeliveryRig['ask'] = (contract, input, userId) =>
    rig.client.ask(contract, input, {
      ...rig.who,
      role: 'admin',
      patienceMs: 60_000,
      ...(userId === undefined ? {} : { actor: `user:${userId}` }),
    })
  return {
    rig,
    pool,
    clock,
    pass: (ms) => void (clock.at += ms),
    ask,
    channel: ({ kind, config }, more = {}) =>
      ask(AddChannel, { kind, name: `${kind} ${randomUUID()}`, config, ...more }),
    async person(role) {
      const id = randomUUID()
      await pool.query('insert into alerts.person (user_id, role, enabled) values ($1, $2, true)', [id, role])
      return id
    },
    async queue(...told) {
      const client = await pool.connect()
      try {
        await client.query(`begin; ${enterDomain('alerts', false)}`)
        await queueDeliveries(onClient<AlertTables>(client), told, new Date(clock.at))
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    send: () => ask(SendDue, {}),
    async ledger(filter = {}) {
      const items: Delivery[] = []
      for (let cursor: string | undefined; ;) {
        const page = await ask(ListDeliveries, { limit: 200, ...filter, ...(cursor === undefined ? {} : { cursor }) })
        items.push(...page.items)
        if (page.nextCursor === null) return items.toReversed()
        cursor = page.nextCursor
      }
    },
    stop: () => rig.stop(),
  }
}

/** An alert about a service. */
export function alertOf(more: Partial<Alert> = {}): Alert {
  const id = more.id ?? randomUUID()
  return {
    id,
    title: 'Sonarr is offline',
    severity: 'critical',
    state: 'open',
    subject: { kind: 'service', id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11', name: 'Sonarr', group: 'Downloads' },
    rules: [
      {
        id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a12',
        name: 'Offline',
        severity: 'critical',
        since: '2026-03-01T11:58:00.000Z',
        value: null,
        reason: 'connection refused by nas:8989',
      },
    ],
    labels: {},
    raisedAt: '2026-03-01T12:00:00.000Z',
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    resolvedAt: null,
    resolvedBy: null,
    reopened: 0,
    repeats: 0,
    incidentId: null,
    version: 1,
    ...more,
  }
}

/** A transition of an alert; `at` in milliseconds. */
export const toldOf = (alert: Alert, transition: Told['transition'], at: number, more: Partial<Told> = {}): Told => ({
  id: randomUUID(),
  transition,
  at: new Date(at),
  alert,
  incident: null,
  actor: null,
  text: 'Offline since 11:58: connection refused by nas:8989.',
  ...more,
})
