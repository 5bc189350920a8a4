import { CauseChanged, type Check, Push, type Service, StatusChanged } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { hashOf, missedAt } from './push-token.ts'
import { lockRecording, recordChecks } from './record.ts'

const REPEAT_MS = 1000

export default defineFunction({
  name: 'status.push',
  summary: 'Records the call of a service that says by itself how it is.',
  domain: status,
  acts: Push,
  emits: [StatusChanged, CauseChanged],
  async run({ token, status: said, msg, ping = null }, ctx) {
    const at = ctx.now()
    const known = await ctx.db
      .selectFrom('monitor')
      .select(['status', 'called_at'])
      .where('push_token_hash', '=', hashOf(token))
      .executeTakeFirst()
    if (!known) return ctx.refuse('NOT_FOUND', 'No service calls here. Look its address up among the services.')
    // who calls without a pause says nothing new, and would fill the history
    const isRepeat = known.called_at !== null && at.getTime() - known.called_at.getTime() < REPEAT_MS
    if (isRepeat && (known.status === 'online') === (said === 'up')) return { ok: true as const }
    const tiles = await ctx.write(async (tx): Promise<Service[]> => {
      await lockRecording(tx)
      const called = await tx
        .updateTable('monitor')
        .set({ called_at: at })
        .where('push_token_hash', '=', hashOf(token))
        .returning(['id', 'version', 'interval_seconds'])
        .executeTakeFirst()
      // removed in this moment
      if (!called) return ctx.refuse('NOT_FOUND')
      const check: Check = {
        monitorId: called.id,
        version: called.version,
        at: at.toISOString(),
        nextCheckAt: missedAt(called.interval_seconds, at).toISOString(),
        responseTimeMs: said === 'up' ? ping : null,
        error: said === 'up' ? null : (msg ?? 'it says that it is down'),
        degraded: null,
        certificateEndsAt: null,
      }
      return recordChecks(
        tx,
        [check],
        (change) => ctx.emit(StatusChanged, change),
        (change) => ctx.emit(CauseChanged, change),
      )
    })
    await showTiles(ctx, tiles)
    return { ok: true as const }
  },
})
