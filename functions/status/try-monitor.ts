import { codesOf } from '../../contracts/monitor-kinds.ts'
import { TryMonitor } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { shortcomingOf, statusOf } from './decide.ts'
import { status } from './domain.ts'
import { probe } from './kinds/index.ts'

/** Somebody waits in front of a button: milliseconds, whatever the monitor is allowed. */
const PATIENCE_MS = 10_000

const CALLS_US = 'It calls us, so there is nothing to ask. Save it: then it shows the address to call.'

export default defineFunction({
  name: 'status.try-monitor',
  summary: 'Probes a target once, for 10 s at most, and stores nothing.',
  domain: status,
  acts: TryMonitor,
  timeout: '12s',
  async run(settings, ctx) {
    if (settings.kind === 'push') return { status: 'unknown' as const, responseTimeMs: null, error: CALLS_US }
    const timeoutMs = Math.min(settings.timeoutMs, PATIENCE_MS)
    const { kind, target, options = {}, acceptedCodes = [...codesOf(kind)] } = settings
    const found = await probe({ kind, target, options, acceptedCodes, timeoutMs }, ctx.signal)
    const patience = { degradedAboveMs: settings.degradedAboveMs ?? null }
    const { responseTimeMs, error } = found
    return { status: statusOf(found, patience), responseTimeMs, error: error ?? shortcomingOf(found, patience) }
  },
})
