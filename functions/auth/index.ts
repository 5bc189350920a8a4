import type { AnyFunction } from '../../bus/index.ts'
import changePassword from './change-password.ts'
import purge from './purge.ts'
import renewSession from './renew-session.ts'
import revocationsOnStart from './revocations-on-start.ts'
import session from './session.ts'
import signIn from './sign-in.ts'
import signOut from './sign-out.ts'

export const authFunctions: readonly AnyFunction[] = [
  signIn,
  changePassword,
  signOut,
  renewSession,
  session,
  revocationsOnStart,
  purge,
]
