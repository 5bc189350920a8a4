import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SyncLibrary } from '../../../contracts/plex-library.ts'
import { ConfigureService } from '../../../contracts/services.ts'
import { GENERATED_LIBRARIES, generatedSource } from '../../../infra/stand-ins/plex-server/generated.ts'
import { type PlexServer, startPlexServer } from '../../../infra/stand-ins/plex-server.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { placeOf, spawnWorker } from '../../../infra/test/worker.ts'

const SIZE = { films: 1500, shows: 20, seasonsEach: 2, episodesEach: 10 }
let rig: Rig
let plex: PlexServer
let pool: Pool
const workers: ChildProcess[] = []

beforeAll(async () => {
  const source = generatedSource(SIZE)
  ;[rig, plex] = await Promise.all([
    startRig(),
    startPlexServer({ source, libraries: GENERATED_LIBRARIES, tokens: { token: 'owner' } }),
  ])
  pool = new Pool({ connectionString: rig.databaseUrl, max: 2 })
}, 60_000)
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await pool.end()
  await Promise.all([rig.stop(), plex.stop()])
})

async function startWorker(): Promise<ChildProcess> {
  const worker = spawnWorker('reading-worker.ts', placeOf(rig))
  workers.push(worker)
  await once(worker.stdout!, 'data')
  return worker
}

const readSoFar = async (): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from library.item')
  return rows[0]!.n
}

it('a first reading whose process is killed again and again ends with everything, once, and reads no page in vain', async () => {
  plex.slow(30)
  let worker = await startWorker()
  const connection = { name: 'plex', url: plex.url, token: 'token' }
  await until(() => rig.client.ask(ConfigureService, connection, { ...rig.who, role: 'admin' }), { timeoutMs: 20_000 })
  for (const least of [300, 900]) {
    await until(async () => (await readSoFar()) >= least, { timeoutMs: 30_000, everyMs: 5 })
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    // whoever holds the reading is believed for a while; nobody waits for that here
    await pool.query('update library.server set busy_until = now()')
    worker = await startWorker()
    // the next minute does the same
    void rig.client.ask(SyncLibrary, {}, rig.who).catch(() => {})
  }
  plex.slow(0)
  const counts = await until(
    async () => {
      await rig.client.ask(SyncLibrary, {}, { ...rig.who, patienceMs: 60_000 }).catch(() => {})
      const { rows } = await pool.query<{ whole: number }>('select count(whole_at)::int as whole from library.section')
      if (rows[0]!.whole < GENERATED_LIBRARIES.length) return undefined
      return (await pool.query('select kind, count(*)::int from library.item group by kind order by kind')).rows
    },
    { timeoutMs: 60_000, everyMs: 200 },
  )
  expect(counts).toEqual([
    { kind: 'episode', count: 400 },
    { kind: 'movie', count: SIZE.films },
    { kind: 'season', count: 40 },
    { kind: 'show', count: SIZE.shows },
  ])
  const starts = plex
    .callsTo('/library/sections/1/all')
    .filter(({ query }) => query['sort'] === 'addedAt:asc')
    .map(({ headers }) => Number(headers['x-plex-container-start']))
  // what was in hand when it was killed is asked for once more, and nothing before that
  expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  expect(starts.length - new Set(starts).size).toBeLessThanOrEqual(2)
}, 120_000)
