import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import { GENERATED_LIBRARIES, generatedSource, LARGE } from '../stand-ins/plex-server/generated.ts'
import { startPlexServer } from '../stand-ins/plex-server.ts'
import { type Figure, quantile } from './bench.ts'
import { cpuSeconds } from './cpu.ts'
import { type BenchPortal, benchFolder, startBenchPortal } from './portal-process.ts'

const TOKEN = 'token of the house'
const ROUNDS = 40
const SORTS = ['title', 'added', 'year', 'rating', 'duration'] as const
const ms = (value: number): string => `${value.toFixed(1)} ms`
const mb = (kilobytes: number): string => `${Math.round(kilobytes / 1024)} MB`

/** How often the heap is looked at while the library is read, and how many of those looks are printed. */
const LOOK_MS = 1000
const PRINTED = 12

/**
 * 20,000 films and 100,000 episodes of a generated server: how long the first reading takes, what memory it takes, and
 * how soon any page of it is there, and for how much. The portal is a process of its own, started as `npm start` starts
 * it: what the generated server takes is not counted.
 */
export async function benchLibrary(): Promise<Figure[]> {
  const { dataDir, remove } = await benchFolder()
  const plex = await startPlexServer({
    source: generatedSource(),
    libraries: GENERATED_LIBRARIES,
    tokens: { [TOKEN]: 'owner' },
  })
  const heapFile = path.join(dataDir, 'bench-heap')
  const portal = await startBenchPortal(dataDir, {
    NODE_OPTIONS: `--max-semi-space-size=2 --expose-gc --import=${path.join(import.meta.dirname, 'heap-probe.mjs')}`,
    BENCH_HEAP_FILE: heapFile,
  })
  const db = new Client({ connectionString: portal.file.databaseUrl ?? '', options: '-c search_path=library' })
  await db.connect()
  try {
    await portal.signIn()
    const figures = await readAll(portal, db, { url: plex.url, heapFile })
    await db.query('analyze')
    figures.push(...(await pages(portal, db, 'as the one who runs the house')))
    await asMember(db)
    figures.push(...(await pages(portal, db, 'as a member with 5,000 watched')))
    return figures
  } finally {
    await db.end()
    await portal.stop()
    await plex.stop()
    await remove()
  }
}

async function readAll(
  portal: BenchPortal,
  db: Client,
  { url, heapFile }: { url: string; heapFile: string },
): Promise<Figure[]> {
  const before = await pssOf(portal.pid)
  let peak = before
  const looking = setInterval(() => process.kill(portal.pid, 'SIGUSR2'), LOOK_MS)
  const begun = performance.now()
  await portal.fetch('PUT', '/api/admin/services/plex', { url, token: TOKEN })
  for (;;) {
    const [{ rows }, pss] = await Promise.all([
      db.query<{ whole: number }>('select count(whole_at)::int as whole from section'),
      pssOf(portal.pid),
      new Promise((again) => setTimeout(again, 100)),
    ])
    peak = Math.max(peak, pss)
    if (rows[0]!.whole === GENERATED_LIBRARIES.length) break
  }
  const tookMs = performance.now() - begun
  clearInterval(looking)
  const { rows } = await db.query<{ items: number }>('select count(*)::int as items from item')
  const { items } = rows[0]!
  return [
    {
      what: `first reading of ${LARGE.films} films and ${LARGE.shows * LARGE.seasonsEach * LARGE.episodesEach} episodes`,
      value: `${(tookMs / 1000).toFixed(0)} s, ${Math.round((items / tookMs) * 1000)} items/s`,
    },
    { what: 'PSS of the process over that', value: `${mb(before)} before, ${mb(peak)} at most` },
    { what: 'its heap after a collection, from the first to the last second', value: await heapCurve(heapFile) },
  ]
}

async function heapCurve(file: string): Promise<string> {
  const looks = (await readFile(file, 'utf8')).trim().split('\n').map(Number)
  const step = Math.max(1, (looks.length - 1) / (PRINTED - 1))
  const shown = Array.from({ length: Math.min(PRINTED, looks.length) }, (_, n) => looks[Math.round(n * step)] ?? 0)
  return `${shown.map((bytes) => Math.round(bytes / 1e6)).join(', ')} MB`
}

/** Somebody whom the server knows, with much that they watched: every row of a page is looked up for them. */
async function asMember(db: Client): Promise<void> {
  await db.query(`
    insert into person (user_id, access, plex_id, sealed_token, sections, checked_at)
      select id, 'shared', '1', 'kept from the server', '{1,2}', now() from auth.account
      on conflict (user_id) do update set access = excluded.access, sealed_token = excluded.sealed_token,
        sections = excluded.sections, checked_at = now();
    insert into viewing (user_id, rating_key, views, read_at)
      select account.id, rating_key, 1, now() from auth.account, (select rating_key from item limit 5000) seen;
    insert into watched (user_id, section_key, read_at, whole_at)
      select account.id, key, now(), now() from auth.account, section;
    analyze`)
}

async function pages(portal: BenchPortal, db: Client, who: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [section, kind] of [
    ['1', 'movie'],
    ['2', 'episode'],
  ] as const) {
    const took: number[] = []
    const deep: number[] = []
    const plain: number[] = []
    const [usedBefore, questionsBefore] = [cpuSeconds(portal.pid), await transactions(db)]
    for (const sort of SORTS)
      for (const order of ['asc', 'desc']) {
        const at = `/api/plex/library/${section}/items?kind=${kind}&sort=${sort}&order=${order}`
        let cursor: string | null = ''
        for (let page = 0; page < ROUNDS && cursor !== null; page += 1) {
          const begun = performance.now()
          const body = await portal.fetch('GET', cursor === '' ? at : `${at}&cursor=${cursor}`)
          const tookMs = performance.now() - begun
          took.push(tookMs)
          if (page > ROUNDS / 2) deep.push(tookMs)
          cursor = (JSON.parse(body.toString()) as { data: { nextCursor: string | null } }).data.nextCursor
        }
      }
    const used = cpuSeconds(portal.pid)
    const each = [...used].map(
      ([program, s]) => `${program} ${ms(((s - (usedBefore.get(program) ?? 0)) * 1000) / took.length)}`,
    )
    const questions = ((await transactions(db)) - questionsBefore) / took.length
    for (let n = 0; n < took.length / 4; n += 1) {
      const idle = performance.now()
      await portal.fetch('GET', '/api/health/live')
      plain.push(performance.now() - idle)
    }
    figures.push({
      what: `a page of 60 of ${kind === 'movie' ? '20,000 films' : '100,000 episodes'}, every order, ${who}`,
      value: `p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}; deep in p99 ${ms(quantile(deep, 0.99))}`,
      against: `${each.join(', ')} of processor time and ${questions.toFixed(1)} transactions a page; an answer with nothing in it: p50 ${ms(quantile(plain, 0.5))}, p99 ${ms(quantile(plain, 0.99))}`,
      aim: 'p99 under 50 ms',
    })
  }
  return figures
}

/** Committed so far, those of this client among them; the server counts a second late. */
async function transactions(db: Client): Promise<number> {
  await new Promise((counted) => setTimeout(counted, 1500))
  const { rows } = await db.query<{ n: string }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]!.n)
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
}
