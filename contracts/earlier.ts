import { z } from 'zod'
import { event } from './define.ts'

/** Versions that nothing publishes any more. Journals hold them for 90 days, so they stay readable. */
const person = { userId: z.uuid(), username: z.string() }

export const SignedInV1 = event('auth.signed-in', {
  summary: 'A person signed in.',
  data: { ...person, sessionId: z.uuid() },
  key: (d) => d.userId,
})

export const SignInFailedV1 = event('auth.sign-in-failed', {
  summary: 'A sign-in was refused.',
  data: { username: z.string() },
  key: (d) => d.username,
})

export const SignedOutV1 = event('auth.signed-out', {
  summary: 'A person signed out.',
  data: { ...person, sessionId: z.uuid() },
  key: (d) => d.userId,
})

export const PasswordChangedV1 = event('auth.password-changed', {
  summary: 'A person has a new password; their other sessions ended.',
  data: { ...person, how: z.enum(['own', 'operator']) },
  key: (d) => d.userId,
})
