import { ListRoles, UserAdded } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { learnPeople } from './learn-people.ts'

export default defineFunction({
  name: 'alerts.person-added',
  summary: 'Learns of a new person whom alerts may be told.',
  domain: alerts,
  on: UserAdded,
  startAt: 'beginning',
  calls: [ListRoles],
  concurrency: { perKey: 'serial' },
  async run({ userId }, ctx) {
    // as it stands by now: events overtake each other, and whoever was removed meanwhile is not there
    const { items } = await ctx.call(ListRoles, { ids: [userId] })
    await ctx.write((tx) => learnPeople(tx, items))
  },
})
