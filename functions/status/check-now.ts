import type { Transaction } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import { CauseChanged, type Check, StatusChanged } from '../../contracts/status.ts'
import { type BoardContext, showTiles } from './board.ts'
import type { StatusTables } from './domain.ts'
import { checker } from './make-check.ts'
import type { MonitorRow } from './monitor-row.ts'
import { recordChecks } from './record.ts'

interface CheckContext extends BoardContext {
  signal: AbortSignal
  now(): Date
  write<R>(work: (tx: Transaction<StatusTables>) => Promise<R>): Promise<R>
  emit<C extends typeof StatusChanged | typeof CauseChanged>(contract: C, data: InputOf<C>): string
}

/** Checks one monitor now. Nothing happens when it is gone. */
export async function checkNow(monitorId: string, ctx: CheckContext): Promise<void> {
  await checkThese(await ctx.db.selectFrom('monitor').selectAll().where('id', '=', monitorId).execute(), ctx)
}

/** Checks monitors now, all at once, but not those that call us or live elsewhere. */
export async function checkThese(rows: readonly MonitorRow[], ctx: CheckContext): Promise<void> {
  const check = checker(ctx)
  const made = await Promise.all(
    rows
      .filter(({ kind, source }) => kind !== 'push' && source === null)
      .map((row) => check(row, new Date(ctx.now().getTime() + row.interval_seconds * 1000))),
  )
  if (made.length === 0) return
  const checks: Check[] = [...new Map(made.flat().map((one) => [one.monitorId, one])).values()]
  const tiles = await ctx.write((tx) =>
    recordChecks(
      tx,
      checks,
      (change) => ctx.emit(StatusChanged, change),
      (change) => ctx.emit(CauseChanged, change),
    ),
  )
  await showTiles(ctx, tiles)
}
