import { SetNoticePreferences } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { dueFor, type Preference } from '../delivery/preference.ts'
import { deliveryRules } from '../delivery/rules.ts'
import { isZone } from '../delivery/zone.ts'
import { alerts } from '../domain.ts'
import { preferencesOf } from './own-preferences.ts'

export default defineFunction({
  name: 'alerts.set-preferences',
  summary: 'Stores how whoever asks is told; what waits for them already follows it.',
  domain: alerts,
  acts: SetNoticePreferences,
  async run({ severities, requests, page, push, email, quiet, digestAt, timezone, emailAddress }, ctx) {
    const { userId, role } = ctx.meta
    const invalid = (path: string, message: string): never =>
      ctx.refuse('INVALID', `${path}: ${message}`, { issues: [{ path, message }] })
    if (userId === null) return ctx.refuse('INVALID', 'Only a person can be told something.')
    if (!isZone(timezone)) return invalid('timezone', 'This is no name of a time zone, such as Europe/Vienna.')
    if (quiet && quiet.from === quiet.to) return invalid('quiet.to', 'Quiet hours end at another time than they begin.')
    if (email && emailAddress === null) return invalid('emailAddress', 'Give the address that e-mail goes to.')
    const chosen: Preference = {
      severities: [...new Set(severities)],
      requests,
      page,
      push,
      email,
      quiet,
      digest_at: digestAt,
      timezone,
      sealed_email: emailAddress === null ? null : ctx.seal(emailAddress),
    }
    const row = { ...chosen, quiet: quiet === null ? null : JSON.stringify(quiet) }
    const now = ctx.provided(deliveryRules).now()
    return ctx.write(async (tx) => {
      await tx
        .insertInto('preference')
        .values({ user_id: userId, ...row })
        .onConflict((oc) => oc.column('user_id').doUpdateSet(row))
        .execute()
      const waiting = await tx
        .selectFrom('delivery')
        .select(['id', 'method', 'message'])
        .where('user_id', '=', userId)
        .where('state', '=', 'waiting')
        .where('pinned', 'is', null)
        .forUpdate()
        .execute()
      for (const { id, method, message } of waiting) {
        if (method === 'channel') continue
        const due = method === 'page' ? { at: now, held: null } : dueFor(chosen, message.severity, now)
        await tx
          .updateTable('delivery')
          .set(chosen[method] ? { due_at: due.at, since: due.at, held: due.held } : { state: 'dropped' })
          .where('id', '=', id)
          .execute()
      }
      return preferencesOf(tx, userId, role ?? 'user', (sealed) => ctx.open(sealed))
    })
  },
})
