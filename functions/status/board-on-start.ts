import { ServiceBoard } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'
import { inParallel } from './in-parallel.ts'
import { toTile } from './monitor-row.ts'
import { uptimes } from './uptime.ts'

const AT_ONCE = 32

export default defineFunction({
  name: 'status.board-on-start',
  summary: 'Brings the board to what the rows say: after a loss of either, and for monitors that are gone.',
  domain: status,
  at: 'start',
  async run(_input, ctx) {
    const board = ctx.state(ServiceBoard)
    // the board first: a tile is written after its row, so the rows read after it are never behind it
    const shown = new Map<string, number>()
    await inParallel(await board.keys(), AT_ONCE, async (id) => {
      shown.set(id, (await board.get(id).catch(() => null))?.version ?? 0)
    })
    const rows = await ctx.db.selectFrom('monitor').selectAll().execute()
    const uptime = await uptimes(ctx.db, ctx.now())
    const there = new Set(rows.map((row) => row.id))
    await inParallel([...shown.keys()], AT_ONCE, async (id) => {
      if (!there.has(id)) await board.remove(id)
    })
    await inParallel(rows, AT_ONCE, async (row) => {
      const version = shown.get(row.id)
      if (version === row.version) return
      // a tile that is ahead of its row is left over from before the database was restored
      if (version !== undefined && version > row.version) await board.remove(row.id)
      await board.put(row.id, toTile(row, uptime.get(row.id) ?? null), { version: row.version })
    })
  },
})
