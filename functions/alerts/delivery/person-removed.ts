import { UserRemoved } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { forgetPeople } from './learn-people.ts'

export default defineFunction({
  name: 'alerts.person-removed',
  summary: 'Deletes what is kept of a person who was erased.',
  domain: alerts,
  on: UserRemoved,
  startAt: 'beginning',
  concurrency: { perKey: 'serial' },
  async run({ userId }, ctx) {
    await ctx.write((tx) => forgetPeople(tx, [userId]))
  },
})
