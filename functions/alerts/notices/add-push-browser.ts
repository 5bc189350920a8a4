import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { AddPushBrowser } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { alerts } from '../domain.ts'
import { pushBrowsersOf } from './own-preferences.ts'
import { areKeys, wrongEndpoint } from './send-push.ts'

/** Browsers of one person; the oldest makes room. */
const AT_MOST = 20

export default defineFunction({
  name: 'alerts.add-push-browser',
  summary:
    'Adds a browser to those that take web push for whoever asks; one that another person used before is theirs now.',
  domain: alerts,
  acts: AddPushBrowser,
  async run({ endpoint, keys }, ctx) {
    const { userId } = ctx.meta
    const invalid = (path: string, message: string): never =>
      ctx.refuse('INVALID', `${path}: ${message}`, { issues: [{ path, message }] })
    if (userId === null) return ctx.refuse('INVALID', 'Only a person can be told something.')
    const wrong = wrongEndpoint(endpoint, ctx.provided(deliveryRules))
    if (wrong) return invalid('endpoint', wrong)
    if (!areKeys(keys)) return invalid('keys', 'These are no keys of a push subscription.')
    const sealed = ctx.seal(JSON.stringify(keys))
    return ctx.write(async (tx) => {
      // a new id where it changes hands: what waits for the one before is not for the next
      await tx.deleteFrom('push_browser').where('endpoint', '=', endpoint).where('user_id', '<>', userId).execute()
      await tx
        .insertInto('push_browser')
        .values({ id: randomUUID(), user_id: userId, endpoint, sealed_keys: sealed, created_at: ctx.now() })
        .onConflict((oc) => oc.column('endpoint').doUpdateSet({ sealed_keys: sealed }))
        .execute()
      await sql`
        delete from push_browser where user_id = ${userId} and id not in (
          select id from push_browser where user_id = ${userId} order by created_at desc, id limit ${AT_MOST})`.execute(
        tx,
      )
      return { pushBrowsers: await pushBrowsersOf(tx, userId) }
    })
  },
})
