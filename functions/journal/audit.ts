import { sql } from 'kysely'
import { GetNames } from '../../contracts/auth.ts'
import { ReadAudit } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { actorsOf } from './actors-of.ts'
import { journal } from './domain.ts'
import { pageOfEntries } from './page-of-entries.ts'

/** What somebody typed as a person: an id, a name, or a word that stands for itself. */
const asActor = (who: string): string => (/^(user:|operator$|visitor$)/.test(who) ? who : `user:${who}`)

export default defineFunction({
  name: 'journal.audit',
  summary: 'Gives a page of what people did, newest first.',
  domain: journal,
  answers: ReadAudit,
  calls: [GetNames],
  async run({ who, what, ...filter }, ctx) {
    let query = ctx.db
      .selectFrom('entry')
      .selectAll()
      // in the words of the index that it has to itself
      .where(sql<boolean>`(actor like 'user:%' or actor in ('operator', 'visitor'))`)
      // what followed by itself carries their name too, and is nothing that they did
      .where(sql<boolean>`not exists (select 1 from entry cause where cause.id = entry.causation_id)`)
    if (who !== undefined) query = query.where('actor', 'in', await actorsOf(asActor(who), ctx))
    return pageOfEntries(query, { ...filter, key: what }, ctx)
  },
})
