import { performance } from 'node:perf_hooks'
import { startSeerr } from '../stand-ins/services.ts'
import { type Figure, quantile } from './bench.ts'
import type { BenchPortal } from './portal-process.ts'

const ROUNDS = 300
const WARMING = 60
/** What people type; each is asked for by turns, so all but the first rounds find titles that were seen before. */
const QUERIES = ['the', 'a', 'lake', 'night', 's', 'ma', 'house', 'the ri']

const ms = (value: number): string => `${value.toFixed(1)} ms`

/** A search through the portal against the same search at Seerr itself, one after the other and by turns. */
export async function benchSearch(portal: BenchPortal): Promise<Figure[]> {
  const seerr = await startSeerr()
  try {
    await portal.fetch('PUT', '/api/admin/services/overseerr', { url: seerr.url, apiKey: seerr.key })
    const headers = { 'x-api-key': seerr.key }
    const atSeerr = async (query: string): Promise<void> => {
      const answer = await fetch(`${seerr.url}/api/v1/search?query=${encodeURIComponent(query)}&page=1`, { headers })
      await answer.arrayBuffer()
    }
    const throughUs = (query: string) => portal.fetch('GET', `/api/media/search?query=${encodeURIComponent(query)}`)
    const bare = () => portal.fetch('GET', '/api/auth/session')
    const took = { upstream: [] as number[], ours: [] as number[], over: [] as number[], bare: [] as number[] }
    for (let n = 0; n < ROUNDS + WARMING; n++) {
      const query = QUERIES[n % QUERIES.length]!
      const times: number[] = []
      for (const ask of [atSeerr, throughUs, bare]) {
        const begun = performance.now()
        await ask(query)
        times.push(performance.now() - begun)
      }
      if (n < WARMING) continue
      took.upstream.push(times[0]!)
      took.ours.push(times[1]!)
      took.over.push(times[1]! - times[0]!)
      took.bare.push(times[2]!)
    }
    const shown = (values: readonly number[]) => `p50 ${ms(quantile(values, 0.5))}, p99 ${ms(quantile(values, 0.99))}`
    return [
      {
        what: 'GET /api/media/search, over the time that Seerr itself takes for the same',
        value: shown(took.over),
        against: `Seerr's stand-in alone ${shown(took.upstream)}; through the portal ${shown(took.ours)}; a question that asks nobody outside ${shown(took.bare)}`,
        aim: 'under 5 ms',
      },
    ]
  } finally {
    await seerr.stop()
  }
}
