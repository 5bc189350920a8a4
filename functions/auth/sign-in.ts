import { sql } from 'kysely'
import { RevokedSession, SignedIn, SignIn, SignInFailed } from '../../contracts/auth.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { admit } from './admit.ts'
import { ATTEMPT_EVENTS, attemptRight, beginAttempt } from './attempt.ts'
import { auth } from './domain.ts'
import { knownDevice } from './grant.ts'
import { isPassword } from './password.ts'
import { announceEnd } from './revoke.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.sign-in',
  summary: 'Starts a session for a name and password that belong together, or asks for the second factor.',
  domain: auth,
  acts: SignIn,
  emits: [SignedIn, ...ATTEMPT_EVENTS],
  async run({ username, password, remember }, ctx) {
    const account = await ctx.db
      .selectFrom('account')
      .selectAll()
      .where(sql<boolean>`lower(username) = lower(${username})`)
      .executeTakeFirst()
    const device = account && (await knownDevice(ctx.db, account.id, { browser: ctx.meta.browser }))
    const attempt = await beginAttempt(ctx, {
      what: 'password',
      ...(account ? { account } : { unknownName: username }),
      deviceId: device?.id,
    })
    const fits = await isPassword(account?.password_hash, password)
    if (!account || !fits) {
      const person = { userId: account?.id ?? null, username: account?.username ?? null }
      await ctx.write(async () => ctx.emit(SignInFailed, { ...person, reason: 'password' }))
      return ctx.refuse('INVALID_CREDENTIALS')
    }
    if (account.status === 'disabled') {
      await ctx.write(async (tx) => {
        await attemptRight(tx, attempt, { through: false })
        ctx.emit(SignInFailed, { userId: account.id, username: account.username, reason: 'disabled' })
      })
      return ctx.refuse('ACCOUNT_DISABLED')
    }
    const settings = await settingsInForce(ctx.state(CurrentSettings))
    const { result, started } = await ctx.write(async (tx) => {
      const admitted = await admit(tx, account, { how: 'password', remember, meta: ctx.meta, settings })
      await attemptRight(tx, attempt, { through: admitted.started !== null })
      if (admitted.started) ctx.emit(SignedIn, admitted.started.signedIn, { actor: `user:${account.id}` })
      return admitted
    })
    if (started) await announceEnd(ctx.state(RevokedSession), started.ended)
    return result
  },
})
