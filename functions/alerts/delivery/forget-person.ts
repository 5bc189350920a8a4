import { sql, type Transaction } from 'kysely'
import { ForgetInAlerts } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { type AlertTables, alerts } from '../domain.ts'
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
      await forgetQuotes(tx, userId)
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

const QUOTED = '(erased)'

/** What others were told in this person's words: why their request was declined. */
async function forgetQuotes(tx: Transaction<AlertTables>, userId: string): Promise<void> {
  await sql`
    with quoting as (
      update delivery set message = jsonb_set(before.message #- '{news,by}', '{text}', to_jsonb(${QUOTED}::text))
      from delivery before
      where delivery.id = before.id and before.message #>> '{news,by}' = ${userId}
      returning before.alert_id, before.user_id, before.message ->> 'text' as said)
    update notice set body = ${QUOTED} from quoting
    where notice.user_id = quoting.user_id and notice.subject = 'news:' || quoting.alert_id
      and notice.body = quoting.said`.execute(tx)
}
