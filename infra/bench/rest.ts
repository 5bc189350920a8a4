import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, median } from './bench.ts'
import { below, programOf } from './cpu.ts'
import { benchFolder, startBenchPortal } from './portal-process.ts'

/** Idle database connections close after 10 s. */
const REST_MS = 20_000
const STARTS = 5

/** From a warm start to ready, and what a portal keeps in memory once it rests, its servers included. */
export async function benchRest(): Promise<Figure[]> {
  const { dataDir, remove } = await benchFolder()
  try {
    const cold = await startBenchPortal(dataDir)
    await cold.stop()
    const warm: number[] = []
    for (let i = 0; i < STARTS; i++) {
      const portal = await startBenchPortal(dataDir)
      warm.push(portal.readyMs)
      await portal.stop()
    }
    const portal = await startBenchPortal(dataDir)
    await portal.signIn()
    await portal.fetch('GET', '/api/dashboard/status')
    await wait(REST_MS)
    const memory = await residentOf(portal.pid)
    await portal.stop()
    return [
      {
        what: `warm start to ready, median of ${STARTS}`,
        value: `${Math.round(median(warm))} ms`,
        against: `the very first start: ${Math.round(cold.readyMs)} ms`,
        aim: '1,500 ms or less',
      },
      memory,
    ]
  } finally {
    await remove()
  }
}

/** PSS of a portal with its servers, in MB. */
export async function residentOf(root: number): Promise<Figure> {
  const byName = new Map<string, number>()
  for (const pid of below(root)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    const pss = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024
    const shown = programOf(pid)
    byName.set(shown, (byName.get(shown) ?? 0) + pss)
  }
  const parts = [...byName].map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(', ')
  const sum = [...byName.values()].reduce((a, b) => a + b, 0)
  return {
    what: `resident memory (PSS) after ${REST_MS / 1000} s of rest`,
    value: sum > 0 ? `${sum.toFixed(0)} MB (${parts})` : 'not readable on this machine',
    aim: '150 MB or less',
  }
}
