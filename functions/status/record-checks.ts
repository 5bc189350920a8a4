import { CauseChanged, RecordChecks, StatusChanged } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { showTiles } from './board.ts'
import { status } from './domain.ts'
import { recordChecks } from './record.ts'

export default defineFunction({
  name: 'status.record-checks',
  summary: 'Stores the results of checks, announces what changed and shows them on the board.',
  domain: status,
  acts: RecordChecks,
  emits: [StatusChanged, CauseChanged],
  async run({ checks }, ctx) {
    const tiles = await ctx.write((tx) =>
      recordChecks(
        tx,
        checks,
        (change) => ctx.emit(StatusChanged, change),
        (change) => ctx.emit(CauseChanged, change),
      ),
    )
    await showTiles(ctx, tiles)
    return { recorded: tiles.length }
  },
})
