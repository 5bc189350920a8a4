import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import { GENERATED_LIBRARIES, generatedSource, LARGE } from '../stand-ins/plex-server/generated.ts'
import { startPlexServer } from '../stand-ins/plex-server.ts'
import { type Figure, quantile } from './bench.ts'
import { type BenchPortal, benchFolder, startBenchPortal } from './portal-process.ts'

const TOKEN = 'token of the house'
const ROUNDS = 40
const SORTS = ['title', 'added', 'year', 'rating', 'duration'] as const
const ms = (value: number): string => `${value.toFixed(1)} ms`
const mb = (kilobytes: number): string => `${Math.round(kilobytes / 1024)} MB`

/**
 * 20,000 films and 100,000 episodes of a generated server: how long the first reading takes, what memory it takes, and
 * how soon any page of it is there. The
 * portal is a process of its own: what the generated server takes is not counted.
 */
export async function benchLibrary(): Promise<Figure[]> {
  const { dataDir, remove } = await benchFolder()
  const plex = await startPlexServer({
    source: generatedSource(),
    libraries: GENERATED_LIBRARIES,
    tokens: { [TOKEN]: 'owner' },
  })
  const portal = await startBenchPortal(dataDir)
  const db = new Client({ connectionString: portal.file.databaseUrl ?? '', options: '-c search_path=library' })
  await db.connect()
  try {
    await portal.signIn()
    const figures = await readAll(portal, db, plex.url)
    figures.push(...(await pages(portal, 'as the one who runs the house')))
    await asMember(db)
    figures.push(...(await pages(portal, 'as a member with 5,000 watched')))
    return figures
  } finally {
    await db.end()
    await portal.stop()
    await plex.stop()
    await remove()
  }
}

async function readAll(portal: BenchPortal, db: Client, url: string): Promise<Figure[]> {
  const before = await pssOf(portal.pid)
  let peak = before
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
  const { rows } = await db.query<{ items: number }>('select count(*)::int as items from item')
  const { items } = rows[0]!
  return [
    {
      what: `first reading of ${LARGE.films} films and ${LARGE.shows * LARGE.seasonsEach * LARGE.episodesEach} episodes`,
      value: `${(tookMs / 1000).toFixed(0)} s, ${Math.round((items / tookMs) * 1000)} items/s`,
    },
    { what: 'PSS of the process over that', value: `${mb(before)} before, ${mb(peak)} at most` },
  ]
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

async function pages(portal: BenchPortal, who: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [section, kind] of [
    ['1', 'movie'],
    ['2', 'episode'],
  ] as const) {
    const took: number[] = []
    const deep: number[] = []
    const plain: number[] = []
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
          const idle = performance.now()
          await portal.fetch('GET', '/api/health/live')
          plain.push(performance.now() - idle)
          cursor = (JSON.parse(body.toString()) as { data: { nextCursor: string | null } }).data.nextCursor
        }
      }
    figures.push({
      what: `a page of 60 of ${kind === 'movie' ? '20,000 films' : '100,000 episodes'}, every order, ${who}`,
      value: `p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}; deep in p99 ${ms(quantile(deep, 0.99))}`,
      against: `an answer with nothing in it, by turns: p50 ${ms(quantile(plain, 0.5))}, p99 ${ms(quantile(plain, 0.99))}`,
      aim: 'p99 under 50 ms',
    })
  }
  return figures
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
}
