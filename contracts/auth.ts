import { z } from 'zod'
import { action, event, query, secret, state } from './define.ts'

export const Role = z.enum(['admin', 'user'])
export type Role = z.infer<typeof Role>

/** A person as the page and other domains see one. */
export const User = z.object({ id: z.uuid(), username: z.string(), role: Role })
export type User = z.infer<typeof User>

/** At least 10 characters; long phrases are welcome, and what argon2 hashes is bounded. */
export const NewPassword = z.string().min(10, 'Use at least 10 characters.').max(256)

/** What the edge needs to write and renew a session cookie. */
export const SessionGrant = z.object({
  sessionId: z.uuid(),
  user: User,
  passwordChangeRequired: z.boolean(),
  /** When the session ends for good, however often it is renewed. */
  endsAt: z.iso.datetime(),
})
export type SessionGrant = z.infer<typeof SessionGrant>

export const SignIn = action('auth.sign-in', {
  summary: 'Signs an admin in by name and password.',
  input: { username: z.string().min(1).max(64), password: secret(z.string().min(1).max(256)) },
  result: SessionGrant,
  refusals: ['INVALID_CREDENTIALS'],
})

export const ChangePassword = action('auth.change-password', {
  summary: 'Changes the own password; every other session of the person ends.',
  input: { currentPassword: secret(z.string().min(1).max(256)), newPassword: secret(NewPassword) },
  result: SessionGrant,
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'UNAUTHENTICATED'],
})

export const SignOut = action('auth.sign-out', {
  summary: 'Ends the session on every edge process at once.',
  input: {},
  result: z.object({}),
})

export const RenewSession = action('auth.renew-session', {
  summary: 'Gives a fresh grant for a session whose signed token ran out, while the session lives.',
  input: { sessionId: z.uuid() },
  result: SessionGrant,
  refusals: ['UNAUTHENTICATED'],
})

export const GetSession = query('auth.session', {
  summary: 'Tells who is signed in.',
  input: {},
  result: z.object({ user: User, passwordChangeRequired: z.boolean() }),
  refusals: ['UNAUTHENTICATED'],
})

/** Watched by every edge process: a session id in here is refused from then on. Outlives the signed token. */
export const RevokedSession = state('auth.revoked-sessions', {
  summary: 'Sessions that ended before their signed token did.',
  data: { revokedAt: z.iso.datetime() },
  ttlSeconds: 3600,
})

const person = { userId: z.uuid(), username: z.string() }

export const SignedIn = event('auth.signed-in', {
  summary: 'A person signed in.',
  data: { ...person, sessionId: z.uuid() },
  key: (d) => d.userId,
})

export const SignInFailed = event('auth.sign-in-failed', {
  summary: 'A sign-in was refused.',
  data: { username: z.string() },
  key: (d) => d.username,
})

export const SignedOut = event('auth.signed-out', {
  summary: 'A person signed out.',
  data: { ...person, sessionId: z.uuid() },
  key: (d) => d.userId,
})

export const PasswordChanged = event('auth.password-changed', {
  summary: 'A person has a new password; their other sessions ended.',
  data: { ...person, how: z.enum(['own', 'operator']) },
  key: (d) => d.userId,
})
