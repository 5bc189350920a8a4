import { setTimeout as wait } from 'node:timers/promises'
import { type Check, RecordChecks } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { batches } from './batches.ts'
import { type Claimed, claimDue } from './claim.ts'
import { statusOf } from './decide.ts'
import { status } from './domain.ts'
import { inParallel } from './in-parallel.ts'
import { checker } from './make-check.ts'
import { missedCall } from './push-token.ts'

const SLOT_MS = 5000

/** Claimed before they are due, so that a slot that begins late makes no check late. */
const AHEAD_MS = 1000

/** Probes at once and slot. */
const AT_ONCE = 100

/** What changes nothing waits for company; what may be a change reaches a page within a second. */
const BATCH = { size: 100, waitMs: 1500, urgentMs: 50 }

export default defineFunction({
  name: 'status.check-due',
  summary: 'Claims the checks that are due before the next slot, and makes each when it is due.',
  domain: status,
  every: '5s',
  // the longest timeout of a monitor is a minute, and its parents may take another: slots overlap, each with its own
  timeout: '135s',
  concurrency: { perProcess: 30 },
  calls: [RecordChecks],
  async run(slot, ctx) {
    const until = new Date(Math.max(slot.at.getTime() + SLOT_MS + AHEAD_MS, ctx.now().getTime() + 1))
    const claimed = await ctx.write((tx) => claimDue(tx, ctx.now(), until))
    if (claimed.length === 0) return
    // recorded as they come in: one that takes a minute must not hold back what the others found
    const results = batches<readonly Check[]>(BATCH, async (made) => {
      const checks = [...new Map(made.flat().map((check) => [check.monitorId, check])).values()]
      await ctx.call(RecordChecks, { checks }).catch((error: unknown) => {
        ctx.log.warn({ err: error, checks: checks.length }, 'Checks could not be recorded; they are made again.')
      })
    })
    const check = checker(ctx)
    const ending = AbortSignal.any([ctx.signal, ctx.stopping])
    const make = async (monitor: Claimed): Promise<void> => {
      const { due, following } = monitor
      try {
        const early = due.getTime() - ctx.now().getTime()
        if (early > 0) await wait(early, undefined, { signal: ending })
        const found = monitor.kind === 'push' ? missedCall(monitor, ctx.now()) : await check(monitor, following)
        results.add(found, found.length > 1 || found.some((one) => isNews(monitor, one)))
      } catch (error) {
        // called off, as the process ends: somebody else makes it when the claim runs out
        if (!ending.aborted) ctx.log.warn({ err: error, monitorId: monitor.id }, 'A check could not be made.')
      }
    }
    // in the order of their times, so that none waits for a place that one of a later time holds
    await inParallel(
      claimed.toSorted((a, b) => a.due.getTime() - b.due.getTime()),
      AT_ONCE,
      make,
    )
    await results.end()
  },
})

/** Whether a result may change how its monitor stands. */
const isNews = (monitor: Claimed, check: Check): boolean =>
  statusOf(check, { degradedAboveMs: monitor.degraded_above_ms }) !== monitor.status
