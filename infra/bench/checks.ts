import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, perSecond, quantile } from './bench.ts'
import { cpuSeconds } from './cpu.ts'
import type { BenchPortal } from './portal-process.ts'
import { residentOf } from './rest.ts'

const MONITORS = 500
const INTERVAL_SECONDS = 20
/** The first rounds spread the monitors out and fill caches. */
const SETTLE_MS = 45_000
const MEASURE_MS = 120_000

/** 500 monitors at 20 s: what they cost, and how late the latest of their checks are. */
export async function benchChecks(portal: BenchPortal): Promise<Figure[]> {
  const arrivals = new Map<string, number[]>()
  const target = createServer((asked, answer) => {
    const seen = arrivals.get(asked.url ?? '') ?? []
    seen.push(performance.now())
    arrivals.set(asked.url ?? '', seen)
    answer.end('ok')
  }).listen(0, '127.0.0.1')
  await once(target, 'listening')
  const { port } = target.address() as AddressInfo
  await perSecond(MONITORS, 8, (n) =>
    portal.fetch('POST', '/api/admin/monitors', {
      name: `Checked ${n}`,
      kind: 'http',
      target: `http://127.0.0.1:${port}/${n}`,
      intervalSeconds: INTERVAL_SECONDS,
      group: `Checked ${n % 10}`,
    }),
  )
  await wait(SETTLE_MS)
  arrivals.clear()
  const [cpuBefore, begun] = [cpuSeconds(portal.pid), performance.now()]
  await wait(MEASURE_MS)
  const seconds = (performance.now() - begun) / 1000
  const cpu = [...cpuSeconds(portal.pid)].map(([name, used]) => [name, used - (cpuBefore.get(name) ?? 0)] as const)
  const memory = await residentOf(portal.pid)
  const late = [...arrivals.values()].flatMap(lateness)
  const checks = [...arrivals.values()].reduce((sum, seen) => sum + seen.length, 0)
  target.closeAllConnections()
  target.close()
  await removeAll(portal)
  const share = (used: number): string => `${((used / seconds) * 100).toFixed(1)} %`
  return [
    {
      what: `${MONITORS} monitors at ${INTERVAL_SECONDS} s, share of one core`,
      value: `${share(cpu.reduce((sum, [, used]) => sum + used, 0))} (${cpu.map(([name, used]) => `${name} ${share(used)}`).join(', ')})`,
      aim: 'under 10 %',
    },
    {
      what: `lateness of ${checks} checks`,
      value: `p50 ${Math.round(quantile(late, 0.5))} ms, p99 ${Math.round(quantile(late, 0.99))} ms, worst ${Math.round(Math.max(...late))} ms`,
      aim: 'p99 under 500 ms',
    },
    { ...memory, what: `resident memory (PSS) with ${MONITORS} monitors`, aim: '' },
  ]
}

/** How far each check of a monitor lies behind its earliest beat, in milliseconds. */
function lateness(seen: readonly number[]): number[] {
  const offsets = seen.map((at, n) => at - n * INTERVAL_SECONDS * 1000)
  const first = Math.min(...offsets)
  return offsets.map((offset) => offset - first)
}

/** Leaves the portal as the next bench expects it. */
export async function removeAll(portal: BenchPortal): Promise<void> {
  for (;;) {
    const { data } = JSON.parse((await portal.fetch('GET', '/api/admin/monitors?limit=500')).toString()) as {
      data: { items: { id: string }[] }
    }
    if (data.items.length === 0) return
    await perSecond(data.items.length, 8, (n) => portal.fetch('DELETE', `/api/admin/monitors/${data.items[n]!.id}`))
  }
}
