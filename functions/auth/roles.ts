import { sql } from 'kysely'
import { ListRoles } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'

export default defineFunction({
  name: 'auth.roles',
  summary: 'Gives role and status of everybody, or of these.',
  domain: auth,
  answers: ListRoles,
  async run({ ids }, ctx) {
    const items = await ctx.db
      .selectFrom('account')
      .select(['id', 'role', 'status'])
      .$if(ids !== undefined, (query) => query.where(sql<boolean>`id = any(${ids}::uuid[])`))
      .orderBy('id')
      .execute()
    return { items }
  },
})
