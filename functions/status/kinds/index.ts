import type { MonitorKind } from '../../../contracts/monitor.ts'
import type { Probed } from '../decide.ts'
import { type Attempt, measure, type Target } from './attempt.ts'
import { probeDns } from './dns.ts'
import { probeHttp } from './http.ts'
import { probePing } from './ping.ts'
import { probeProduct } from './product.ts'
import { probeTcp } from './tcp.ts'

/** Kinds that ask in a way of their own; every product of the table is asked over HTTP. */
const OWN: Partial<Record<MonitorKind, Attempt>> = { http: probeHttp, tcp: probeTcp, ping: probePing, dns: probeDns }

/** Probes a target once. Throws only when `signal` aborts. A `push` monitor is not asked: it calls. */
export const probe = (target: Target, signal: AbortSignal): Promise<Probed> =>
  measure(OWN[target.kind] ?? probeProduct, target, signal)
