import { z } from 'zod'
import { action, event, personal, query, secret, state } from './define.ts'

export const Role = z.enum(['admin', 'user'])
export type Role = z.infer<typeof Role>

/** A person as the page and other domains see one. */
export const User = z.object({ id: z.uuid(), username: z.string(), role: Role })
export type User = z.infer<typeof User>

/** Words that the journal has for whoever is no person. */
const RESERVED = ['operator', 'system', 'visitor', 'function', 'hook']

/** One line without control or invisible characters; unique in the house, whatever its case. */
export const Username = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'Write it on one line, without control or invisible characters.')
  .refine((name) => !RESERVED.includes(name.toLowerCase()), 'MediaNest calls something else by that name.')

/** At least 10 characters that are not all spaces; long phrases are welcome, and what argon2 hashes is bounded. */
export const NewPassword = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(256)
  .refine((text) => text.trim().length > 0, 'Use more than spaces.')

/** What the edge needs to write and renew a session cookie. */
export const SessionGrant = z.object({
  sessionId: z.uuid(),
  user: User,
  passwordChangeRequired: z.boolean(),
  /** Nothing else may be done before a second factor is set up. */
  twoFactorSetupRequired: z.boolean(),
  /** When the session ends for good, however often it is renewed. */
  endsAt: z.iso.datetime(),
  /** A fresh single-use token for the "remember me" cookie; null leaves that cookie as it is. */
  remember: z.object({ token: z.string(), endsAt: z.iso.datetime() }).nullable(),
})
export type SessionGrant = z.infer<typeof SessionGrant>

/** What a page hears of a grant. */
export const Started = z.object({
  user: User.optional(),
  passwordChangeRequired: z.boolean().optional(),
  twoFactorSetupRequired: z.boolean().optional(),
})
export type Started = z.infer<typeof Started>

/** The second step of a sign-in: hand `challenge` back with a code. */
export const Challenge = z.object({ challenge: z.string(), expiresAt: z.iso.datetime() })
export type Challenge = z.infer<typeof Challenge>

/** A session, or the challenge that must be met first; exactly one of the two is there. */
export const SignInResult = z.object({ grant: SessionGrant.nullable(), twoFactor: Challenge.nullable() })
export type SignInResult = z.infer<typeof SignInResult>

/** "Remember me" on this device for 90 days. */
const remember = z.boolean().default(false)

/** `RATE_LIMIT_EXCEEDED` says in its details how long to wait. */
export const SignIn = action('auth.sign-in', {
  summary: 'Signs a person in by name and password.',
  input: { username: z.string().min(1).max(64), password: secret(z.string().min(1).max(256)), remember },
  result: SignInResult,
  refusals: ['INVALID_CREDENTIALS', 'ACCOUNT_DISABLED', 'RATE_LIMIT_EXCEEDED'],
})

export const MeetChallenge = action('auth.meet-challenge', {
  summary: 'Ends a sign-in with a code of the authenticator app, or with a recovery code.',
  input: { challenge: secret(z.string().min(1).max(200)), code: secret(z.string().trim().min(6).max(40)) },
  result: SignInResult,
  refusals: ['INVALID_CREDENTIALS', 'CHALLENGE_OVER', 'ACCOUNT_DISABLED', 'RATE_LIMIT_EXCEEDED'],
})

export const ChangePassword = action('auth.change-password', {
  summary: 'Changes the own password; every other session of the person ends.',
  input: { currentPassword: secret(z.string().min(1).max(256)), newPassword: secret(NewPassword) },
  result: SignInResult,
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'UNAUTHENTICATED', 'RATE_LIMIT_EXCEEDED'],
})

export const SignOut = action('auth.sign-out', {
  summary: 'Ends the session and forgets this device, on every edge process at once.',
  input: {},
  result: z.object({}),
})

/** For the edge: a signed token ran out. */
export const RenewSession = action('auth.renew-session', {
  summary: 'Gives a fresh grant for a session whose signed token ran out, while the session lives.',
  input: { sessionId: z.uuid() },
  result: SessionGrant,
  refusals: ['UNAUTHENTICATED'],
})

/**
 * For the edge: no session, but a "remember me" token. Single use; two pages that open at once share one exchange, a
 * later reuse ends everything on that device.
 */
export const ResumeSession = action('auth.resume-session', {
  summary: 'Exchanges a "remember me" token for a new session and a new token.',
  input: { token: secret(z.string().min(1).max(200)) },
  result: SessionGrant,
  refusals: ['UNAUTHENTICATED'],
})

export const GetSession = query('auth.session', {
  summary: 'Tells who is signed in.',
  input: {},
  result: z.object({
    user: User,
    passwordChangeRequired: z.boolean(),
    twoFactorSetupRequired: z.boolean(),
    /** A second factor is worth a word: nobody asked this person yet. */
    twoFactorOffered: z.boolean(),
    /** How the Plex link stands; `none` when there is none, `broken` when Plex refuses our token. */
    plex: z.enum(['none', 'linked', 'broken']),
  }),
  refusals: ['UNAUTHENTICATED'],
})

/** Names by id or ids by name, for other domains' pages; those that are not known are left out. */
export const GetNames = query('auth.names', {
  summary: 'Tells which names belong to which people.',
  input: { ids: z.array(z.uuid()).max(500).default([]), usernames: z.array(z.string()).max(50).default([]) },
  result: z.object({ items: z.array(User) }),
})

/** Watched by every edge process: a session id in here is refused from then on. Outlives the signed token. */
export const RevokedSession = state('auth.revoked-sessions', {
  summary: 'Sessions and API keys that ended before what the edge remembers of them did.',
  data: { revokedAt: z.iso.datetime() },
  ttlSeconds: 3600,
})

const person = { userId: z.uuid(), username: personal(z.string()) }

/** How somebody came in. */
const how = z.enum(['password', 'plex', 'remembered', 'invitation'])

export const SignedIn = event('auth.signed-in', {
  summary: 'A person signed in.',
  version: 2,
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, sessionId: z.uuid(), how, device: personal(z.string()) },
  key: (d) => d.userId,
})

export const SignInFailed = event('auth.sign-in-failed', {
  summary: 'A sign-in was refused.',
  version: 2,
  data: {
    /** Null when nobody has that name: what was typed is then kept nowhere. */
    userId: z.uuid().nullable(),
    username: personal(z.string()).nullable(),
    reason: z.enum(['password', 'two-factor', 'disabled', 'delayed', 'not-a-member']),
  },
  key: (d) => d.userId ?? 'unknown',
})

/** Raised once per burst, not once per failure. */
export const SignInBurst = event('auth.sign-in-burst', {
  summary: 'Many sign-ins failed within a short time.',
  data: { userId: z.uuid().nullable(), failures: z.int(), withinSeconds: z.int() },
  key: (d) => d.userId ?? 'address',
})

export const RememberReused = event('auth.remember-reused', {
  summary: 'A "remember me" token was used a second time: everything on that device was signed out.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, deviceId: z.uuid(), device: personal(z.string()) },
  key: (d) => d.userId,
})

export const SignedOut = event('auth.signed-out', {
  summary: 'A person signed out.',
  version: 2,
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, sessionId: z.uuid() },
  key: (d) => d.userId,
})

export const PasswordChanged = event('auth.password-changed', {
  summary: 'A person has a new password; their other sessions ended.',
  version: 2,
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, how: z.enum(['own', 'admin', 'operator']) },
  key: (d) => d.userId,
})
