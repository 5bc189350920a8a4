import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SubmitRequest } from '../../../contracts/media-requests.ts'
import { ConfigureService } from '../../../contracts/services.ts'
import { type SeerrStandIn, startSeerr } from '../../../infra/stand-ins/services.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { placeOf, spawnWorker } from '../../../infra/test/worker.ts'

let rig: Rig
let seerr: SeerrStandIn
let pool: Pool
const workers: ChildProcess[] = []

beforeAll(async () => {
  ;[rig, seerr] = await Promise.all([startRig(), startSeerr('seerr')])
  pool = new Pool({ connectionString: rig.databaseUrl, max: 2 })
  await startWorker()
  const { url, key } = seerr
  await until(
    () => rig.client.ask(ConfigureService, { name: 'overseerr', url, apiKey: key }, { ...rig.who, role: 'admin' }),
    { timeoutMs: 20_000 },
  )
}, 60_000)
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await pool.end()
  await Promise.all([rig.stop(), seerr.stop()])
})

async function startWorker(): Promise<ChildProcess> {
  const worker = spawnWorker('asking-worker.ts', placeOf(rig))
  workers.push(worker)
  await once(worker.stdout!, 'data')
  return worker
}

const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => (await pool.query(sql, values)).rows as T[]
const submit = (tmdbId: number, id = randomUUID()) => {
  const who = {
    actor: `user:${randomUUID()}`,
    username: 'somebody',
    role: 'user' as const,
    correlationId: randomUUID(),
  }
  return rig.client.send(SubmitRequest, { mediaType: 'movie', tmdbId }, who, { id, waitMs: 100 })
}
const onceStored = async (count: number): Promise<void> => {
  await until(
    async () => {
      const [settled] = await rows<{ n: number; waits: number }>(
        `select (select count(*)::int from requests.request where seerr_id is not null) as n,
          (select count(*)::int from requests.outgoing) as waits`,
      )
      return settled?.n === count && settled.waits === 0
    },
    { timeoutMs: 60_000, everyMs: 100 },
  )
}

/** The process dies when Seerr has stored what comes next, and before it hears of that. */
const dieAfterInsert = (worker: ChildProcess): Promise<unknown> => {
  const died = once(worker, 'exit')
  seerr.seerr.world.afterInsert = async () => {
    seerr.seerr.world.afterInsert = undefined
    worker.kill('SIGKILL')
    await died
    return true
  }
  return died
}

test('killed between what Seerr stored and our commit, asking at once and from the line: each is there once', async () => {
  let died = dieAfterInsert(workers.at(-1)!)
  await submit(700102)
  await died
  await startWorker()
  await onceStored(1)

  await seerr.down()
  await Promise.all([700103, 700104, 700105].map((id) => submit(id)))
  await until(async () => (await rows('select 1 from requests.outgoing')).length === 3, { timeoutMs: 30_000 })
  died = dieAfterInsert(workers.at(-1)!)
  await seerr.up()
  await died
  await startWorker()
  await onceStored(4)

  for (const tmdbId of [700102, 700103, 700104, 700105]) expect(seerr.seerr.requestsFor(tmdbId)).toHaveLength(1)
  const all = await rows<{ media_id: string; origin: string; user_id: string | null }>(
    'select media_id, origin, user_id from requests.request order by media_id',
  )
  expect(all.map((one) => [one.media_id, one.origin])).toEqual(
    ['700102', '700103', '700104', '700105'].map((id) => [id, 'portal']),
  )
  expect(all.every(({ user_id: id }) => id !== null)).toBe(true)
}, 150_000)
