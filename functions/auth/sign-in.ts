import { SignedIn, SignIn, SignInFailed } from '../../contracts/auth.ts'
import { defineFunction, Reject } from '../../bus/index.ts'
import { sql } from 'kysely'
import { auth } from './domain.ts'
import { startSession } from './grant.ts'
import { isPassword } from './password.ts'

export default defineFunction({
  name: 'auth.sign-in',
  summary: 'Starts a session for a name and password that belong together.',
  domain: auth,
  acts: SignIn,
  emits: [SignedIn, SignInFailed],
  async run({ username, password }, ctx) {
    const account = await ctx.db
      .selectFrom('account')
      .selectAll()
      .where(sql`lower(username)`, '=', username.toLowerCase())
      .executeTakeFirst()
    const fits = await isPassword(account?.password_hash, password)
    if (!account || !fits) {
      await ctx.write(async () => ctx.emit(SignInFailed, { username }))
      throw new Reject('INVALID_CREDENTIALS')
    }
    return ctx.write(async (tx) => {
      const grant = await startSession(tx, account)
      ctx.emit(
        SignedIn,
        { userId: account.id, username: account.username, sessionId: grant.sessionId },
        { actor: `user:${account.username}` },
      )
      return grant
    })
  },
})
