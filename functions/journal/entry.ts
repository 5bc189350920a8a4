import { GetEntry } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { journal } from './domain.ts'
import { toEntry } from './to-entry.ts'

export default defineFunction({
  name: 'journal.entry',
  summary: 'Gives one entry with its sealed fields opened.',
  domain: journal,
  answers: GetEntry,
  async run({ id }, ctx) {
    const row = await ctx.db.selectFrom('entry').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return ctx.refuse('NOT_FOUND')
    return toEntry(row, ctx, (sealed) => ctx.open(sealed))
  },
})
