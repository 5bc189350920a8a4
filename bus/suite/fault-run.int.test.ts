import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { ownNats, ownPostgres, type OwnServer } from '../../infra/test/own-servers.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { placeOf, spawnWorker } from '../../infra/test/worker.ts'
import { newId } from '../ids.ts'
import { readJournal } from '../nats/journal.ts'
import { Make } from './things.ts'

const COMMANDS = 2000
const PLACES = ['between commit and publish', 'between publish and ack', 'anywhere'] as const
/** What the worker is told, or nothing when it is killed from outside. */
const TOLD = {
  'between commit and publish': 'before publish',
  'between publish and ack': 'after publish',
  anywhere: '',
}
const KILLS = 36
/** Numbers of the worker kills at which a server is killed too. */
const NATS_AT = [6, 18, 29]
const POSTGRES_AT = [11, 18, 24]

describe('the fault run', () => {
  let nats: OwnServer
  let postgres: OwnServer
  let rig: Rig
  let pool: Pool
  let over = false
  const workers = new Set<ChildProcess>()
  const kills: Record<string, number> = {}
  const counted = (place: string): void => void (kills[place] = (kills[place] ?? 0) + 1)

  beforeAll(async () => {
    ;[nats, postgres] = await Promise.all([ownNats(), ownPostgres()])
    rig = await startRig({}, { natsUrl: nats.url, databaseUrl: postgres.url })
    pool = new Pool({ connectionString: postgres.url, max: 2, connectionTimeoutMillis: 2000, query_timeout: 3000 })
    pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  })
  afterAll(async () => {
    over = true
    for (const worker of workers) worker.kill('SIGKILL')
    await pool.end()
    await rig.stop()
    await Promise.all([nats.stop(), postgres.stop()])
  })

  /** A worker that takes messages; one that cannot start because a server is down is started again. */
  async function readyWorker(): Promise<ChildProcess> {
    for (;;) {
      const worker = spawnWorker('fault-worker.ts', placeOf(rig))
      workers.add(worker)
      void once(worker, 'exit').then(() => workers.delete(worker))
      worker.stdin!.on('error', () => {})
      const lines = createInterface({ input: worker.stdout! })
      const line = await Promise.race([once(lines, 'line'), once(worker, 'exit').then(() => null)])
      if (line) return worker
      if (over) throw new Error('The run is over.')
    }
  }

  async function kill(worker: ChildProcess, place: (typeof PLACES)[number]): Promise<void> {
    const gone = once(worker, 'exit')
    if (TOLD[place]) worker.stdin!.write(`${TOLD[place]}\n`)
    const died = await Promise.race([gone.then(() => true), wait(TOLD[place] ? 4000 : Math.random() * 300, false)])
    counted(died ? place : 'anywhere')
    worker.kill('SIGKILL')
    await gone
  }

  /** Stores one command, however often that has to be tried. */
  async function send(n: number): Promise<void> {
    const id = newId()
    for (;;) {
      try {
        await rig.client.send(Make, { n }, rig.who, { id, waitMs: 0 })
        return
      } catch {
        await wait(100)
      }
    }
  }

  const count = async (table: string): Promise<{ rows: number; things: number }> => {
    const { rows } = await pool.query<{ rows: number; things: number }>(
      `select count(*)::int as rows, count(distinct n)::int as things from things.${table}`,
    )
    return rows[0]!
  }

  it(`ends with ${COMMANDS} effects, events and downstream effects, nothing lost and nothing twice`, async () => {
    const started = performance.now()
    let sent = 0
    let killed = 0
    // commands flow as the kills go on, and a few behind the last
    const producing = Array.from({ length: 8 }, async () => {
      for (let n = sent++; n < COMMANDS; n = sent++) {
        await until(() => n < ((killed + 2) * COMMANDS) / KILLS, { timeoutMs: 120_000 })
        await send(n)
      }
    })
    const killing = Array.from({ length: 2 }, async () => {
      while (killed < KILLS) {
        const worker = await readyWorker()
        const number = killed++
        if (number >= KILLS) return
        const servers: Promise<void>[] = []
        if (NATS_AT.includes(number)) servers.push(nats.kill().then(() => counted('nats-server')))
        if (POSTGRES_AT.includes(number)) servers.push(postgres.kill().then(() => counted('PostgreSQL')))
        await Promise.all([kill(worker, PLACES[number % PLACES.length]!), ...servers])
      }
    })
    await Promise.all(killing)
    await Promise.all(producing)
    const lastKill = performance.now()
    await readyWorker()
    const all = { rows: COMMANDS, things: COMMANDS }
    await until(async () => (await count('seen')).things === COMMANDS, { timeoutMs: 60_000, everyMs: 100 })
    await until(
      async () => {
        const infos = await Promise.all(
          ['CMD', 'EVT'].map((s) =>
            rig.link.jsm.consumers.info(`${rig.namespace}_${s}`, s === 'CMD' ? 'things_make' : 'things_see'),
          ),
        )
        return infos.every((info) => info.num_pending === 0 && info.num_ack_pending === 0)
      },
      { timeoutMs: 30_000, everyMs: 100 },
    )
    const drained = performance.now()
    // rows are marked as published in batches, a moment after their messages are in the stream
    const unmarked = 'select 1 from things._outbox where published_at is null'
    await until(async () => (await pool.query(unmarked)).rowCount === 0, { timeoutMs: 10_000 })
    const events = await journalIds(rig)
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
    process.stdout.write(
      `fault run: ${Object.entries(kills)
        .map(([place, times]) => `${times} x ${place}`)
        .join(', ')}; ` +
        `${events.length} events stored, ${new Set(events).size} distinct; ` +
        `${seconds(drained - started)}, drained ${seconds(drained - lastKill)} after the last kill\n`,
    )
    expect(await count('made')).toEqual(all)
    expect(await count('seen')).toEqual(all)
    expect(new Set(events).size).toBe(COMMANDS)
    const dead = await rig.link.jsm.streams.info(`${rig.namespace}_DLQ`)
    expect(dead.state.messages).toBe(0)
    const byWorker = PLACES.map((place) => kills[place] ?? 0)
    expect(byWorker.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(30)
    expect(kills['between commit and publish']).toBeGreaterThan(3)
    expect(kills['nats-server']).toBeGreaterThanOrEqual(2)
    expect(kills['PostgreSQL']).toBeGreaterThanOrEqual(2)
  }, 180_000)
})

/** Ids of all events, in the order of the journal. */
async function journalIds(rig: Rig): Promise<string[]> {
  const ids: string[] = []
  const { state } = await rig.link.jsm.streams.info(`${rig.namespace}_EVT`)
  const reader = readJournal(rig.link, 'events', { seq: 1 }, (entry) => void ids.push(entry.id))
  await until(() => ids.length === state.messages, { timeoutMs: 20_000 })
  await reader.stop()
  return ids
}
