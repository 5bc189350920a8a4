import { IssueMoved } from '../../contracts/media-issues.ts'
import { RequestMoved, UpstreamTurned } from '../../contracts/media-requests.ts'
import { DeliverOutgoing } from '../../contracts/request-delivery.ts'
import { GetConnection } from '../../contracts/services.ts'
import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction, OutsideError } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { ALL_DESTINATIONS, type Destination } from './outgoing/destination.ts'
import { claimFirst, howManyWait, somethingWaits } from './outgoing/queue.ts'
import { settleInLine } from './outgoing/settle.ts'
import { type Announcing, errandOf, LINE_MS, type Told } from './outgoing/told.ts'
import { noteDown, noteUp } from './upstream.ts'

/** After this a run takes nothing more: the next slot goes on. */
const LONGEST_MS = 60_000

export default defineFunction({
  name: 'requests.deliver-outgoing',
  summary:
    'Tells Seerr what it has not heard yet, one after the other, and ends at the first that does not get through.',
  domain: requests,
  acts: DeliverOutgoing,
  emits: [RequestMoved, IssueMoved, UpstreamTurned],
  calls: [GetConnection, GetStandings],
  timeout: '2m',
  async run(_input, ctx) {
    const announcing: Announcing = {
      moved: (moved) => ctx.emit(RequestMoved, moved),
      issue: (moved) => ctx.emit(IssueMoved, moved),
      turned: (turned) => ctx.emit(UpstreamTurned, turned),
    }
    let delivered = 0
    for (const destination of ALL_DESTINATIONS) delivered += await deliverTo(destination, ctx, announcing)
    return { delivered, left: await howManyWait(ctx.db) }
  },
})

async function deliverTo(destination: Destination, ctx: Told, announcing: Announcing): Promise<number> {
  const isDown = await ctx.db
    .selectFrom('upstream')
    .select('name')
    .where('name', '=', destination.upstream)
    .where('down_since', 'is not', null)
    .executeTakeFirst()
  const waits = await somethingWaits(ctx.db, destination)
  if (!isDown && !waits) return 0
  const link = await destination.connect(errandOf(ctx))
  if ('missing' in link) return 0
  if (!waits) {
    await probe(() => link.probe({ signal: ctx.signal, timeoutMs: LINE_MS }), destination, ctx, announcing)
    return 0
  }
  const ends = performance.now() + LONGEST_MS
  let delivered = 0
  while (performance.now() < ends) {
    const job = await ctx.write((tx) => claimFirst(tx, destination, (sealed) => ctx.open(sealed)))
    if (!job) break
    const performed = await link.perform(job, { signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(LINE_MS)]) })
    await ctx.write((tx) => settleInLine(tx, destination, job, performed, announcing, (text) => ctx.seal(text)))
    if (performed.outcome.is === 'waiting') break
    delivered += 1
  }
  return delivered
}

/** Nothing waits, and whether it is back is of interest all the same. */
async function probe(
  ask: () => Promise<unknown>,
  { upstream }: Destination,
  ctx: Told,
  { turned }: Announcing,
): Promise<void> {
  try {
    await ask()
    await ctx.write((tx) => noteUp(tx, upstream, turned))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    if (error.kind !== 'open') await ctx.write((tx) => noteDown(tx, upstream, error.message, turned))
  }
}
