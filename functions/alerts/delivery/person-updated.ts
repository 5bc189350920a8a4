import { ListRoles, UserUpdated } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { learnPeople } from './learn-people.ts'

export default defineFunction({
  name: 'alerts.person-updated',
  summary: "Learns of a person's new role or status.",
  domain: alerts,
  on: UserUpdated,
  startAt: 'beginning',
  calls: [ListRoles],
  concurrency: { perKey: 'serial' },
  async run({ userId }, ctx) {
    // as it stands by now: events overtake each other, and whoever was removed meanwhile is not there
    const { items } = await ctx.call(ListRoles, { ids: [userId] })
    await ctx.write((tx) => learnPeople(tx, items))
  },
})
