import { GetUser } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { auth } from './domain.ts'
import { toRecord, userRows } from './user-record.ts'

export default defineFunction({
  name: 'auth.user',
  summary: 'Gives one person.',
  domain: auth,
  answers: GetUser,
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    const row = await userRows(ctx.db).where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : ctx.refuse('NOT_FOUND')
  },
})
