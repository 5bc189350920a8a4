import type { Probed } from './decide.ts'
import { type Attempt, measure, type Target } from './probe.ts'
import { probeHttp } from './probe-http.ts'
import { probeTcp } from './probe-tcp.ts'

const attempts: Record<Target['kind'], Attempt> = { http: probeHttp, tcp: probeTcp }

/** Probes a target once. Throws only when `signal` aborts. */
export const probe = (target: Target, signal: AbortSignal): Promise<Probed> =>
  measure(attempts[target.kind], target, signal)
