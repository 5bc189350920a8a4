import { MeetChallenge, RevokedSession, SignedIn, SignInFailed } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { knownDevice, startSession } from './grant.ts'
import { lockAccount } from './lock-account.ts'
import { announceEnd } from './revoke.ts'
import { takeCode } from './second-factor.ts'
import { settingsInForce } from './settings-in-force.ts'
import { hashToken } from './token.ts'

const TRIES = 5

export default defineFunction({
  name: 'auth.meet-challenge',
  summary: 'Ends a sign-in whose first step was right with a code of the second factor.',
  domain: auth,
  acts: MeetChallenge,
  emits: [SignedIn, ...ATTEMPT_EVENTS],
  async run({ challenge, code }, ctx) {
    const { browser } = ctx.meta
    const hash = hashToken(challenge)
    const account = await ctx.db
      .selectFrom('challenge')
      .innerJoin('account', 'account.id', 'challenge.account_id')
      .selectAll('account')
      .where('challenge.hash', '=', hash)
      .where('challenge.ends_at', '>', ctx.now())
      .where('challenge.tries', '<', TRIES)
      // good only where the first step was made
      .where('challenge.browser', browser === null ? 'is' : '=', browser)
      .executeTakeFirst()
    if (!account) return ctx.refuse('CHALLENGE_OVER')
    const device = await knownDevice(ctx.db, account.id, { browser })
    const attempt = await beginAttempt(ctx, { what: 'code', account, deviceId: device?.id })
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const person = { userId: account.id, username: account.username }
    const met = await ctx.write(async (tx) => {
      await lockAccount(tx, account.id)
      const tried = await tx
        .updateTable('challenge')
        .set((eb) => ({ tries: eb('tries', '+', 1) }))
        .where('hash', '=', hash)
        .where('tries', '<', TRIES)
        .returning(['how', 'remember'])
        .executeTakeFirst()
      if (!tried) return 'over'
      if (!(await takeCode(tx, account, code, ctx))) {
        ctx.emit(SignInFailed, { ...person, reason: 'two-factor' })
        return 'wrong'
      }
      await tx.deleteFrom('challenge').where('hash', '=', hash).execute()
      if (account.status === 'disabled') {
        await attemptRight(tx, attempt, { through: false })
        ctx.emit(SignInFailed, { ...person, reason: 'disabled' })
        return 'disabled'
      }
      const started = await startSession(tx, account, { ...tried, meta: ctx.meta, settings })
      await attemptRight(tx, attempt, { through: true })
      ctx.emit(SignedIn, started.signedIn, { actor: `user:${account.id}` })
      return started
    })
    if (met === 'over') return ctx.refuse('CHALLENGE_OVER')
    if (met === 'wrong') return ctx.refuse('INVALID_CREDENTIALS', 'That code is not right, or was used before.')
    if (met === 'disabled') return ctx.refuse('ACCOUNT_DISABLED')
    await announceEnd(ctx.state(RevokedSession), met.ended)
    return { grant: met.grant, twoFactor: null }
  },
})
