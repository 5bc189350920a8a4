import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { startService } from '../stand-ins/services.ts'
import { type Figure, quantile } from './bench.ts'
import type { BenchPortal } from './portal-process.ts'

const PER_SECOND = 200
const SECONDS = 20
const WARMING_SECONDS = 3
const READERS = 4

/** What is read meanwhile, one after the other by each of a few browsers. */
const READ = ['/api/dashboard/status', '/api/admin/journal?limit=50', '/api/media/requests', '/api/auth/session']

/** Webhooks of Seerr at a steady pace, each about another request or a repeat, while pages are read and facts are made. */
export async function benchHooks(portal: BenchPortal): Promise<Figure[]> {
  const seerr = await startService('overseerr')
  try {
    await portal.fetch('PUT', '/api/admin/services/overseerr', { url: seerr.url, apiKey: seerr.key })
    const { data } = JSON.parse((await portal.fetch('GET', '/api/admin/webhooks')).toString()) as {
      data: { items: { source: string; url: string }[] }
    }
    const at = new URL(data.items.find(({ source }) => source === 'overseerr')?.url ?? '').pathname
    const took: number[] = []
    let failed = 0
    const call = async (n: number): Promise<void> => {
      const begun = performance.now()
      try {
        await portal.fetch('POST', at, bodyOf(n))
        if (n >= WARMING_SECONDS * PER_SECOND) took.push(performance.now() - begun)
      } catch {
        failed++
      }
    }
    const ends = performance.now() + SECONDS * 1000
    let reads = 0
    const reading = Array.from({ length: READERS }, async (_, reader) => {
      for (let n = reader; performance.now() < ends; n++) {
        await portal.fetch('GET', READ[n % READ.length] ?? '/')
        reads++
      }
    })
    const calls: Promise<void>[] = []
    const began = performance.now()
    for (let n = 0; n < SECONDS * PER_SECOND; n++) {
      const due = began + (n * 1000) / PER_SECOND
      if (due > performance.now()) await wait(due - performance.now())
      calls.push(call(n))
    }
    await Promise.all([...calls, ...reading])
    const ms = (part: number): string => `${quantile(took, part).toFixed(1)} ms`
    return [
      {
        what: `webhooks at ${PER_SECOND} a second for ${SECONDS} s, ${Math.round(reads / SECONDS)} pages read a second meanwhile, ${failed} refused`,
        value: `accepted after p50 ${ms(0.5)}, p99 ${ms(0.99)}`,
        aim: 'p99 under 10 ms',
      },
    ]
  } finally {
    await seerr.stop()
  }
}

const bodyOf = (n: number): object => ({
  notification_type: ['MEDIA_PENDING', 'MEDIA_APPROVED', 'MEDIA_AVAILABLE'][n % 3],
  event: 'Movie Request',
  subject: `Title ${n % 500}`,
  message: 'Something about it.',
  image: '',
  media: { media_type: 'movie', tmdbId: String(1000 + (n % 500)), tvdbId: '', status: 'PENDING', status4k: 'UNKNOWN' },
  request: { request_id: String(1 + (n % 500)), requestedBy_username: 'somebody', requestedBy_email: 's@example.test' },
  issue: null,
  comment: null,
  extra: [],
})
