import { GetNames } from '../../contracts/auth.ts'
import { ReadJournal } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { actorsOf } from './actors-of.ts'
import { journal } from './domain.ts'
import { pageOfEntries } from './page-of-entries.ts'

export default defineFunction({
  name: 'journal.entries',
  summary: 'Gives a page of the journal, newest first.',
  domain: journal,
  answers: ReadJournal,
  calls: [GetNames],
  async run(filter, ctx) {
    let query = ctx.db.selectFrom('entry').selectAll()
    if (filter.domain !== undefined) query = query.where('domain', '=', filter.domain)
    if (filter.actor === 'user') query = query.where('actor', 'like', 'user:%')
    else if (filter.actor !== undefined) query = query.where('actor', 'in', await actorsOf(filter.actor, ctx))
    if (filter.correlationId !== undefined) query = query.where('correlation_id', '=', filter.correlationId)
    if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
    return pageOfEntries(query, filter, ctx)
  },
})
