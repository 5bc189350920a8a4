import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { DeliveryGivenUp, SendDue } from '../../../contracts/channels.ts'
import { NoticeLeft } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { type ClaimedLane, claimLanes } from './claim.ts'
import { deliveryRules } from './rules.ts'
import { busyLanes, type Worked, type Worker, workLane } from './work-lane.ts'

/** After this a run begins no more messages, so that it lets go of its lanes before its time is up. */
const LONGEST_MS = 60_000

export default defineFunction({
  name: 'alerts.send-due',
  summary: 'Claims the lanes in which something is due and sends it, every lane by itself.',
  domain: alerts,
  acts: SendDue,
  emits: [DeliveryGivenUp, NoticeLeft],
  timeout: '2m',
  async run(_input, ctx) {
    const rules = ctx.provided(deliveryRules)
    const ends = performance.now() + LONGEST_MS
    const write = oneAtATime((work) => ctx.write(work))
    const worker: Worker = {
      db: ctx.db,
      log: ctx.log,
      signal: ctx.signal,
      isOver: () => ctx.signal.aborted || performance.now() > ends,
      open: (sealed) => ctx.open(sealed),
      emit: (contract, data) => ctx.emit(contract, data),
      write,
    }
    const claim = (only?: string) => {
      const now = rules.now()
      const until = new Date(now.getTime() + rules.leaseMs)
      return write((tx) => claimLanes(tx, { now, until, claim: randomUUID(), busy: [...busyLanes], only }))
    }
    const total: Worked = { sent: 0, failed: 0 }
    await Promise.all(
      (await claim()).map(async (first) => {
        // what came while a lane was let go of found it taken
        try {
          for (let lane: ClaimedLane | undefined = first; lane !== undefined && !worker.isOver();) {
            const newest: string | null = await newestIn(ctx.db, lane.id)
            const { sent, failed } = await workLane(worker, lane, rules)
            total.sent += sent
            total.failed += failed
            if ((await newestIn(ctx.db, lane.id)) === newest) return
            ;[lane] = await claim(lane.id)
          }
        } catch (error) {
          // one lane is no other's concern; its claim runs out
          ctx.log.warn({ err: error, lane: first.id }, 'A lane could not be worked through.')
        }
      }),
    )
    return total
  },
})

/** Lanes send at the same time, but a run has one transaction at a time. */
function oneAtATime(write: Worker['write']): Worker['write'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(() => write(work))
    last = next.catch(() => {})
    return next
  }
}

const newestIn = async (db: Worker['db'], lane: string): Promise<string | null> =>
  (
    await db
      .selectFrom('delivery')
      .select(sql<string | null>`max(position)`.as('newest'))
      .where('lane', '=', lane)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
  )?.newest ?? null
