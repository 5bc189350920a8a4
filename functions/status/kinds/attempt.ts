import { performance } from 'node:perf_hooks'
import type { CheckOptions, MonitorKind } from '../../../contracts/monitor.ts'
import type { Probed } from '../decide.ts'
import { oneLine } from '../one-line.ts'
import { explain, within } from './errors.ts'

/** What a probe needs to know of a monitor. */
export interface Target {
  kind: MonitorKind
  target: string
  timeoutMs: number
  acceptedCodes: readonly string[]
  options: CheckOptions
}

/** What an attempt found where there is more to say than that all is well. */
export interface Finding {
  /** Not well, in words. */
  complaint?: string
  /** Answered, and yet not quite well. */
  degraded?: string
  certificateEndsAt?: Date
  /** Where the target knows better than the clock around the attempt. */
  responseTimeMs?: number
}

/** One kind of probe: null or a finding without a complaint when it is alive; throws what the network threw. */
export type Attempt = (target: Target, signal: AbortSignal) => Promise<Finding | null>

/**
 * Makes one attempt and measures it in milliseconds of the monotonic clock. A failure of the target is a result; the
 * only thing thrown is the reason of `signal`, since a probe that was called off says nothing about its target.
 */
export async function measure(attempt: Attempt, target: Target, signal: AbortSignal): Promise<Probed> {
  signal.throwIfAborted()
  const timeout = AbortSignal.timeout(target.timeoutMs)
  const began = performance.now()
  try {
    const found = (await attempt(target, AbortSignal.any([signal, timeout]))) ?? {}
    const certificateEndsAt = found.certificateEndsAt?.toISOString() ?? null
    if (found.complaint !== undefined)
      return { responseTimeMs: null, error: oneLine(found.complaint), degraded: null, certificateEndsAt }
    const responseTimeMs = found.responseTimeMs ?? Math.round((performance.now() - began) * 10) / 10
    return { responseTimeMs, error: null, degraded: found.degraded ?? null, certificateEndsAt }
  } catch (error) {
    signal.throwIfAborted()
    const words = timeout.aborted ? within(target.timeoutMs) : explain(error, target.target)
    return { responseTimeMs: null, error: oneLine(words), degraded: null, certificateEndsAt: null }
  }
}
