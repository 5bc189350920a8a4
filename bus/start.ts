import type pg from 'pg'
import type { Logger } from 'pino'
import { Alone } from './alone.ts'
import { serveFunction } from './answer.ts'
import { startRun } from './context.ts'
import type { AnyFunction } from './function.ts'
import { type Host, hosted, type Hosted } from './host.ts'
import { questionMeta } from './meta.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Running } from './nats/consumer.ts'
import { publish } from './nats/publish.ts'
import { Outbox } from './outbox.ts'
import { reportBreakers } from './outside/report.ts'
import { serveOutcomes } from './outcomes.ts'
import { Pipeline } from './pipeline.ts'
import { createPool } from './pg/pool.ts'
import { prepareDomains } from './pg/schema.ts'
import { startPruning } from './prune.ts'
import { startProjection } from './projection.ts'
import { repairJournal, watchStreams } from './repair.ts'
import { startTicking } from './schedule.ts'
import { PersonKeys } from './persons.ts'
import type { Provision } from './provided.ts'
import type { Sealer } from './seal.ts'

export interface HostOptions {
  link: NatsLink
  databaseUrl: string
  functions: readonly AnyFunction[]
  sealer: Sealer
  log: Logger
  /** Connections at most. Default 12. */
  poolSize?: number
  /** Publish again what the journal lacks before starting; after an unclean stop of the server. */
  repair?: boolean
  /** What functions ask for by `ctx.provided`. */
  provisions?: readonly Provision[] | undefined
}

export interface HostedFunctions extends Running {
  readonly pool: pg.Pool
  readonly host: Host
  /** Publishes what the journal lacks; gives how many messages that were. */
  repair(): Promise<number>
}

/** Brings the schemas up to date and runs the functions until stopped. */
export async function hostFunctions(options: HostOptions): Promise<HostedFunctions> {
  const { link, functions, log } = options
  const domains = [...new Map(functions.map((fn) => [fn.domain.name, fn.domain])).values()]
  const { roles } = await prepareDomains(options.databaseUrl, domains, log)
  const pool = createPool(options.databaseUrl, options.poolSize ?? 12, log)
  const names = domains.map((d) => d.name)
  const stop = new AbortController()
  const drain = new AbortController()
  const host: Host = {
    link,
    pool,
    roles,
    sealer: options.sealer,
    persons: new PersonKeys(link, options.sealer),
    outbox: new Outbox(pool, names, (message) => publish(link, message), log),
    provisions: options.provisions ?? [],
    log,
    alone: new Alone(),
    stopping: stop.signal,
    draining: drain.signal,
  }
  const repair = (): Promise<number> => repairJournal(link, pool, names, log)
  const units = functions.map((fn) => hosted(host, fn))
  for (const unit of units) if ('at' in unit.fn) await runAtStart(unit)
  const watching = await watchStreams(link, pool, names, log, options.repair ?? false)
  const running = await Promise.all(units.map(startUnit))
  const outcomes = names.map((domain) => serveOutcomes(host, domain))
  const pruning = startPruning(pool, names, log)
  const reporting = reportBreakers(link)
  host.outbox.start()
  // whoever asks as soon as this is ready finds somebody who answers
  await link.nc.flush()
  return {
    pool,
    host,
    repair,
    async stop() {
      stop.abort(new Error('The process stops.'))
      await Promise.all([watching.stop(), pruning.stop()])
      // consumers first, so that what is in hand ends well; a run that takes too long is aborted
      const aborting = setTimeout(() => drain.abort(new Error('The process drains.')), 5000)
      await Promise.all([...running, ...outcomes].map((r) => r.stop()))
      clearTimeout(aborting)
      drain.abort(new Error('The process drains.'))
      await Promise.all([host.outbox.stop(), reporting.stop()])
      await pool.end()
    },
  }
}

async function runAtStart(unit: Hosted): Promise<void> {
  const run = startRun(unit, {
    meta: questionMeta(() => ''),
    signal: unit.host.draining,
    trace: null,
    claimed: false,
    effects: false,
  })
  await (unit.fn.run as (input: unknown, ctx: unknown) => Promise<void>)(undefined, run.ctx)
  await unit.host.outbox.publishFresh(unit.fn.domain.name, run.outbox)
}

async function startUnit(unit: Hosted): Promise<Running> {
  const { fn } = unit
  if ('answers' in fn || 'acts' in fn) return serveFunction(unit)
  if ('projects' in fn) return startProjection(unit)
  if ('on' in fn) return new Pipeline(unit).start()
  if ('every' in fn) {
    const handling = await new Pipeline(unit).start()
    const ticking = startTicking(unit)
    return {
      async stop() {
        await ticking.stop()
        await handling.stop()
      },
    }
  }
  return { stop: async () => {} }
}
