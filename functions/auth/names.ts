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
    const items = await ctx.db
      .selectFrom('account')
      .select(['id', 'username', 'role'])
      .where(
        sql<boolean>`id = any(${ids}::uuid[]) or lower(username) in (select lower(name) from unnest(${usernames}::text[]) name)`,
      )
      .orderBy(sql`lower(username)`)
      .execute()
    return { items }
  },
})
