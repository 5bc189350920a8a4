import { performance } from 'node:perf_hooks'
import type { z } from 'zod'
import type { MonitorKind } from '../../contracts/status.ts'
import type { Probed } from './decide.ts'
import { explain, within } from './probe-errors.ts'

/** What a probe needs to know of a monitor. */
export interface Target {
  kind: z.infer<typeof MonitorKind>
  target: string
  timeoutMs: number
  acceptedCodes: readonly string[]
}

/** One kind of probe: null when all is well, else the complaint in words; throws what the network threw. */
export type Attempt = (target: Target, signal: AbortSignal) => Promise<string | null>

/**
 * Makes one attempt and measures it in milliseconds of the monotonic clock. A failure of the target is a result; the
 * only thing thrown is the reason of `signal`, since a probe that was called off says nothing about its target.
 */
export async function measure(attempt: Attempt, target: Target, signal: AbortSignal): Promise<Probed> {
  signal.throwIfAborted()
  const timeout = AbortSignal.timeout(target.timeoutMs)
  const began = performance.now()
  try {
    const complaint = await attempt(target, AbortSignal.any([signal, timeout]))
    if (complaint !== null) return { responseTimeMs: null, error: complaint }
    return { responseTimeMs: Math.round((performance.now() - began) * 10) / 10, error: null }
  } catch (error) {
    signal.throwIfAborted()
    return { responseTimeMs: null, error: timeout.aborted ? within(target.timeoutMs) : explain(error, target.target) }
  }
}
