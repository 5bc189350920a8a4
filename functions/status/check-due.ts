import { type Check, RecordChecks } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { batches } from './batches.ts'
import { claimDue } from './claim.ts'
import { status } from './domain.ts'
import { inParallel } from './in-parallel.ts'
import { toTarget } from './monitor-row.ts'
import { probe } from './kinds/index.ts'

/** Probes at once and slot. */
const AT_ONCE = 100

/** A result waits this long for others at most, so that a change reaches a page within a second. */
const BATCH = { size: 100, waitMs: 100 }

export default defineFunction({
  name: 'status.check-due',
  summary: 'Claims the checks that are due and makes them.',
  domain: status,
  every: '5s',
  // the longest timeout of a monitor is a minute: slots overlap, each with the checks that it claimed
  timeout: '90s',
  concurrency: { perProcess: 16 },
  calls: [RecordChecks],
  async run(_slot, ctx) {
    const claimed = await ctx.write((tx) => claimDue(tx, ctx.now()))
    if (claimed.length === 0) return
    // recorded as they come in: one that takes a minute must not hold back what the others found
    const results = batches<Check>(BATCH, async (checks) => {
      await ctx.call(RecordChecks, { checks: [...checks] }).catch((error: unknown) => {
        ctx.log.warn({ err: error, checks: checks.length }, 'Checks could not be recorded; they are made again.')
      })
    })
    await inParallel(claimed, AT_ONCE, async (monitor) => {
      const found = await probe(toTarget(monitor), ctx.signal).catch(() => null)
      // called off, as the process drains: somebody else makes it when the claim runs out
      if (!found) return
      results.add({
        monitorId: monitor.id,
        version: monitor.version,
        at: ctx.now().toISOString(),
        nextCheckAt: monitor.following.toISOString(),
        ...found,
      })
    })
    await results.end()
  },
})
