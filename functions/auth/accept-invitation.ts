import { RevokedSession, SignedIn } from '../../contracts/auth.ts'
import { AcceptInvitation, UserAdded } from '../../contracts/people.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { startSession } from './grant.ts'
import { NOT_OPEN, openInvitation, takeInvitation } from './invitation.ts'
import { hashPassword } from './password.ts'
import { announceEnd } from './revoke.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.accept-invitation',
  summary: 'Makes the account that an invitation is good for, and starts its first session.',
  domain: auth,
  acts: AcceptInvitation,
  emits: [UserAdded, SignedIn, ...ATTEMPT_EVENTS],
  async run({ code, username, password }, ctx) {
    const attempt = await beginAttempt(ctx, { what: 'invitation' })
    const invitation = await openInvitation(ctx.db, code)
    if (!invitation) return ctx.refuse('NOT_FOUND', NOT_OPEN)
    const password_hash = await hashPassword(password)
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const started = await ctx.write(async (tx) => {
      const account = await tx
        .insertInto('account')
        .values({ username, password_hash, role: invitation.role })
        .onConflict((oc) => oc.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!account) return ctx.refuse('CONFLICT', `Somebody is called ${username} already. Choose another name.`)
      if (!(await takeInvitation(tx, invitation.id, account.id))) return ctx.refuse('NOT_FOUND', NOT_OPEN)
      const session = await startSession(tx, account, { how: 'invitation', remember: false, meta: ctx.meta, settings })
      await attemptRight(tx, attempt, { through: true })
      const actor = `user:${account.id}`
      ctx.emit(UserAdded, { userId: account.id, username, role: account.role, how: 'invitation' }, { actor })
      ctx.emit(SignedIn, session.signedIn, { actor })
      return session
    })
    await announceEnd(ctx.state(RevokedSession), started.ended)
    return { grant: started.grant, twoFactor: null }
  },
})
