import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { connectNats } from '../../bus/nats/connect.ts'
import { request, serve } from '../../bus/nats/rpc.ts'
import { type Figure, median, perSecond, quantile, rate } from './bench.ts'
import type { BenchPortal } from './portal-process.ts'

const SERVICES = 500
const REQUESTS = 2000
const AT_ONCE = 8
const ROUND_TRIPS = 1000

const ms = (value: number): string => `${value.toFixed(2)} ms`

/** The board with 500 services, and an `ask` route against a bare request and reply through the same server. */
export async function benchBoard(portal: BenchPortal): Promise<Figure[]> {
  await fill(portal)
  const took: number[] = []
  const get = async (): Promise<void> => {
    const begun = performance.now()
    await portal.fetch('GET', '/api/dashboard/status')
    took.push(performance.now() - begun)
  }
  for (let i = 0; i < 200; i++) await get()
  took.length = 0
  const throughput = await perSecond(REQUESTS, AT_ONCE, get)
  const { length } = await portal.fetch('GET', '/api/dashboard/status')
  return [
    {
      what: `GET /api/dashboard/status, ${SERVICES} services, ${Math.round(length / 1024)} kB, ${AT_ONCE} at once`,
      value: `${rate(throughput)}, p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}`,
    },
    await askRoute(portal),
  ]
}

/** Services that nobody answers for, checked once and then once a day. */
async function fill(portal: BenchPortal): Promise<void> {
  await perSecond(SERVICES, 8, (n) =>
    portal.fetch('POST', '/api/admin/monitors', {
      name: `Service ${n}`,
      kind: 'tcp',
      target: '127.0.0.1:9',
      intervalSeconds: 86_400,
      group: `Group ${n % 10}`,
    }),
  )
  for (;;) {
    const { data } = JSON.parse((await portal.fetch('GET', '/api/dashboard/status')).toString()) as {
      data: { services: { status: string }[] }
    }
    if (data.services.length === SERVICES && data.services.every((s) => s.status !== 'unknown')) return
    await wait(200)
  }
}

async function askRoute(portal: BenchPortal): Promise<Figure> {
  const quiet = pino({ level: 'silent' })
  const links = await Promise.all([1, 2].map(() => connectNats(portal.file.natsUrl ?? '', 'bench', quiet)))
  const [asking, answering] = links as [(typeof links)[0], (typeof links)[0]]
  const serving = serve(answering, 'rpc.bench.echo.v1', async () => ({ data: { ok: true } }))
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const edge: number[] = []
  const bare: number[] = []
  for (let i = 0; i < ROUND_TRIPS + 200; i++) {
    const both = [
      await timed(() => portal.fetch('GET', '/api/auth/session')),
      await timed(() => request(asking, 'rpc.bench.echo.v1', {}, {})),
    ] as const
    if (i < 200) continue
    edge.push(both[0])
    bare.push(both[1])
  }
  await serving.stop()
  await Promise.all(links.map((link) => link.nc.close()))
  return {
    what: 'GET /api/auth/session (an ask route), one after the other',
    value: `p50 ${ms(median(edge))}, p99 ${ms(quantile(edge, 0.99))}`,
    against: `a bare NATS request and reply: p50 ${ms(median(bare))}; the route takes ${(median(edge) / median(bare)).toFixed(1)} times that`,
  }
}
