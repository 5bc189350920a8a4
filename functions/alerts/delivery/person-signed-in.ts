import { SignedIn } from '../../../contracts/auth.ts'
import { ListRoles } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { learnPeople } from './learn-people.ts'

export default defineFunction({
  name: 'alerts.person-signed-in',
  summary: 'Learns of the first admin, whom no event announces, as soon as they are here to be told.',
  domain: alerts,
  on: SignedIn,
  startAt: 'beginning',
  calls: [ListRoles],
  concurrency: { perKey: 'serial' },
  async run({ userId }, ctx) {
    const known = await ctx.db.selectFrom('person').select('user_id').where('user_id', '=', userId).executeTakeFirst()
    if (known) return
    const { items } = await ctx.call(ListRoles, { ids: [userId] })
    await ctx.write((tx) => learnPeople(tx, items))
  },
})
