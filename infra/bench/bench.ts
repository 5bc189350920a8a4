import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { destination, type Logger, pino } from 'pino'
import { BusClient } from '../../bus/client.ts'
import { newId } from '../../bus/ids.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { ensureStreams } from '../../bus/nats/streams.ts'
import { Sealer } from '../../bus/seal.ts'
import { cacheFolder } from '../cache-folder.mjs'
import { startEmbedded } from '../embedded/embedded.ts'

/** Servers of the bench's own, set as in production: a message and a commit are on the disk before they are answered. */
export interface Bench {
  natsUrl: string
  databaseUrl: string
  link: NatsLink
  client: BusClient
  sealer: Sealer
  who: { actor: string; correlationId: string }
  /** At info, into nothing. */
  log: Logger
  stop(): Promise<void>
}

/** A line of the table: what was measured, against what, and what it is aimed at. */
export interface Figure {
  what: string
  value: string
  against?: string
  ratio?: number
  aim?: string
}

export async function startBench(): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'medianest-bench-'))
  const log = pino({ level: 'info' }, destination('/dev/null'))
  const quiet = pino({ level: 'silent' })
  const servers = await startEmbedded({ dataDir: folder, cacheDir: cacheFolder(process.env) } as never, quiet)
  const link = await connectNats(servers.natsUrl, 'bench', log)
  await ensureStreams(link)
  const sealer = new Sealer([Buffer.alloc(32, 7)])
  const client = new BusClient(link, sealer)
  return {
    natsUrl: servers.natsUrl,
    databaseUrl: servers.databaseUrl,
    link,
    client,
    sealer,
    who: { actor: 'user:bench', correlationId: newId() },
    log,
    async stop() {
      await client.stop()
      await link.nc.close()
      await servers.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Does `work` so often, at most `concurrency` at once. Gives how many a second that was. */
export async function perSecond(
  times: number,
  concurrency: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let n = next++; n < times; n = next++) await work(n)
    }),
  )
  return (times / (performance.now() - begun)) * 1000
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value that a share (0.99) of all stays at or below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * Measures the sides by turns, `rounds` times after one round that does not count, and gives the median of each and of
 * the ratios to the first: what else goes on in the machine hits all of them alike.
 */
export async function byTurns<K extends string>(
  rounds: number,
  sides: Record<K, () => Promise<number>>,
): Promise<Record<K, { median: number; toFirst: number }>> {
  const names = Object.keys(sides) as K[]
  const found = new Map<K, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      const value = await sides[name]()
      if (round > 0) found.get(name)!.push(value)
    }
  const first = found.get(names[0]!)!
  const summed = names.map((name) => {
    const values = found.get(name)!
    return [name, { median: median(values), toFirst: median(values.map((value, i) => value / first[i]!)) }] as const
  })
  return Object.fromEntries(summed) as Record<K, { median: number; toFirst: number }>
}

/** `12,345/s`. */
export const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`
