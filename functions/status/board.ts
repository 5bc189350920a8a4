import { type Kysely, sql } from 'kysely'
import type { Logger } from 'pino'
import { type Service, ServiceBoard, ServiceChecked } from '../../contracts/status.ts'
import type { StateStore } from '../../bus/index.ts'
import type { StatusTables } from './domain.ts'
import { inParallel } from './in-parallel.ts'

/** Writes to the board at once. */
const AT_ONCE = 16

/** What a function's context gives for showing tiles. */
export interface BoardContext {
  db: Kysely<StatusTables>
  log: Logger
  state(contract: typeof ServiceBoard): StateStore<typeof ServiceBoard>
  live(contract: typeof ServiceChecked, data: { service: Service }): void
}

/**
 * Shows tiles that were just committed, to the board and to open pages. Never throws: rows are what counts, and the
 * next check shows them again.
 */
export async function showTiles(ctx: BoardContext, tiles: readonly Service[]): Promise<void> {
  if (tiles.length === 0) return
  const board = ctx.state(ServiceBoard)
  try {
    await inParallel(tiles, AT_ONCE, async (tile) => {
      if (await board.put(tile.id, tile, { version: tile.version })) ctx.live(ServiceChecked, { service: tile })
    })
    await removeGone(ctx, board, tiles)
  } catch (error) {
    ctx.log.warn({ err: error }, 'The board could not be brought up to date; the next check does it.')
  }
}

/**
 * A monitor may be removed between the commit of its check and the writing of its tile. Whoever removes it clears the
 * tile after the commit, so either that comes later, or this look at the rows sees it.
 */
async function removeGone(
  ctx: BoardContext,
  board: StateStore<typeof ServiceBoard>,
  tiles: readonly Service[],
): Promise<void> {
  const ids = tiles.map((tile) => tile.id)
  const rows = await ctx.db
    .selectFrom('monitor')
    .select('id')
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const there = new Set(rows.map((row) => row.id))
  for (const id of ids) if (!there.has(id)) await board.remove(id)
}
