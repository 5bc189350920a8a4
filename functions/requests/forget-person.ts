import { sql } from 'kysely'
import { ForgetInRequests } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { forgetIn, MENTIONS } from './forget-names.ts'

export default defineFunction({
  name: 'requests.forget-person',
  summary: 'Forgets who asked, reported and commented in what was stated about requests and issues.',
  domain: requests,
  acts: ForgetInRequests,
  timeout: '2m',
  async run({ names }, ctx) {
    await ctx.write(async (tx) => {
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
