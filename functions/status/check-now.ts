import type { Transaction } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { StatusChanged } from '../../contracts/status.ts'
import { type BoardContext, showTiles } from './board.ts'
import type { StatusTables } from './domain.ts'
import { toTarget } from './monitor-row.ts'
import { probe } from './kinds/index.ts'
import { recordChecks } from './record.ts'

interface CheckContext extends BoardContext {
  signal: AbortSignal
  now(): Date
  write<R>(work: (tx: Transaction<StatusTables>) => Promise<R>): Promise<R>
  emit(contract: typeof StatusChanged, data: InputOf<typeof StatusChanged>): string
}

/** Checks one monitor now. Nothing happens when it is gone, or when another system speaks for it. */
export async function checkNow(monitorId: string, ctx: CheckContext): Promise<void> {
  const row = await ctx.db.selectFrom('monitor').selectAll().where('id', '=', monitorId).executeTakeFirst()
  if (!row || row.source !== null) return
  const found = await probe(toTarget(row), ctx.signal)
  const at = ctx.now()
  const nextCheckAt = new Date(at.getTime() + row.interval_seconds * 1000)
  const check = {
    monitorId,
    version: row.version,
    at: at.toISOString(),
    nextCheckAt: nextCheckAt.toISOString(),
    ...found,
  }
  await showTiles(ctx, await ctx.write((tx) => recordChecks(tx, [check], (change) => ctx.emit(StatusChanged, change))))
}
