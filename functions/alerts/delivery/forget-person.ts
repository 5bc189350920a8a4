import { sql } from 'kysely'
import { ForgetInAlerts } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { forgetPeople } from './learn-people.ts'
import { withoutNames } from './without-names.ts'

export default defineFunction({
  name: 'alerts.forget-person',
  summary: 'Deletes what a person was told and how, and takes their names out of what others were told.',
  domain: alerts,
  acts: ForgetInAlerts,
  timeout: '2m',
  async run({ userId, names }, ctx) {
    await ctx.write(async (tx) => {
      await forgetPeople(tx, [userId])
      if (names.length === 0) return
      const among = (text: string) =>
        sql<boolean>`exists (select from unnest(${names}::text[]) name where position(lower(name) in lower(${sql.raw(text)})) > 0)`
      const deliveries = await tx
        .selectFrom('delivery')
        .select(['id', 'message'])
        .where(among('message::text'))
        .execute()
      for (const { id, message } of deliveries)
        await tx
          .updateTable('delivery')
          .set({ message: JSON.stringify(withoutNames(message, names)) })
          .where('id', '=', id)
          .execute()
      const notices = await tx
        .selectFrom('notice')
        .select(['id', 'title', 'body'])
        .where(among(`title || ' ' || body`))
        .execute()
      for (const { id, ...texts } of notices)
        await tx.updateTable('notice').set(withoutNames(texts, names)).where('id', '=', id).execute()
    })
    return {}
  },
})
