import { sql } from 'kysely'
import { ForgetInRequests } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { forgetIn, MENTIONS } from './forget-names.ts'
import { forgetIn as forgetAsked } from './outgoing/forget.ts'

export default defineFunction({
  name: 'requests.forget-person',
  summary: 'Forgets who asked, decided, reported and commented.',
  domain: requests,
  acts: ForgetInRequests,
  timeout: '2m',
  async run({ userId, names }, ctx) {
    await ctx.write(async (tx) => {
      await forgetAsked(tx, { userId, names }, (text) => ctx.seal(text))
      const rows = await tx
        .selectFrom('statement')
        .selectAll()
        .where((eb) =>
          eb.or(
            MENTIONS.map(
              (field) =>
                sql<boolean>`lower(fact::jsonb #>> ${sql.lit(`{data,${field}}`)}) in (select lower(name) from unnest(${names}::text[]) name)`,
            ),
          ),
        )
        .execute()
      for (const row of rows)
        await tx
          .updateTable('statement')
          .set(forgetIn(row, new Set(names.map((name) => name.toLowerCase()))))
          .where('lane', '=', row.lane)
          .where('origin_id', '=', row.origin_id)
          .where('word', '=', row.word)
          .where('mark', '=', row.mark)
          .execute()
    })
    return {}
  },
})
