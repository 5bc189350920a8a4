import { sql } from 'kysely'
import { GetNames } from '../../contracts/auth.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'

export default defineFunction({
  name: 'auth.names',
  summary: 'Gives the people that have these ids or names.',
  domain: auth,
  answers: GetNames,
  async run({ ids, usernames }, ctx) {
    const names = usernames.map((name) => name.toLowerCase())
    const items = await ctx.db
      .selectFrom('account')
      .select(['id', 'username', 'role'])
      .where((eb) =>
        eb.or([eb('id', '=', eb.fn.any(eb.val(ids))), eb(sql`lower(username)`, '=', eb.fn.any(eb.val(names)))]),
      )
      .orderBy(sql`lower(username)`)
      .execute()
    return { items }
  },
})
