import { joinUrl } from '../../../bus/index.ts'
import { MONITOR_KINDS } from '../../../contracts/monitor-kinds.ts'
import type { MonitorKind } from '../../../contracts/monitor.ts'
import type { Probed } from '../decide.ts'
import { type Attempt, measure, type Target } from './attempt.ts'
import { probeHttp } from './http.ts'
import { probeTcp } from './tcp.ts'

/** Kinds that ask in a way of their own; every product of the table is asked over HTTP. */
const OWN: Partial<Record<MonitorKind, Attempt>> = { http: probeHttp, tcp: probeTcp }

/** A product is asked below its address, at the path that tells. */
const probeProduct: Attempt = (target, signal) => {
  const health = MONITOR_KINDS[target.kind].health
  if (!health) return Promise.resolve({ complaint: 'nothing checks this kind yet' })
  return probeHttp({ ...target, target: joinUrl(target.target, health.path, health.query) }, signal)
}

/** Probes a target once. Throws only when `signal` aborts. */
export const probe = (target: Target, signal: AbortSignal): Promise<Probed> =>
  measure(OWN[target.kind] ?? probeProduct, target, signal)
