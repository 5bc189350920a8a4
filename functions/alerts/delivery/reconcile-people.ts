import { ListRoles } from '../../../contracts/people.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { forgetPeople, learnPeople } from './learn-people.ts'

export default defineFunction({
  name: 'alerts.reconcile-people',
  summary: 'Compares the people who may be told with the accounts: the first admin is announced by no event.',
  domain: alerts,
  every: '5m',
  catchUp: 'last',
  calls: [ListRoles],
  async run(_slot, ctx) {
    const before = await ctx.db.selectFrom('person').select('user_id').execute()
    const { items } = await ctx.call(ListRoles, {})
    const there = new Set(items.map(({ id }) => id))
    // only whom was known before asking: who was added meanwhile is not in the answer
    const gone = before.map((person) => person.user_id).filter((id) => !there.has(id))
    await ctx.write(async (tx) => {
      await learnPeople(tx, items)
      await forgetPeople(tx, gone)
    })
  },
})
