import { signal } from '@preact/signals'
import type { Challenge, Started } from '../../contracts/auth.ts'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api, watchRefusals } from '../api.ts'
import { RequestFailed } from '../failure.ts'

export type Session = RouteAnswer<'session'>
type Entering = Started & { twoFactor: Challenge | null }

/** Who is signed in; null is nobody, undefined is not known yet. */
export const session = signal<Session | null | undefined>(undefined)

/** Why it is not known, when the portal did not answer. */
export const sessionTrouble = signal<unknown>(undefined)

/** The session ended without the person's doing: elsewhere, or by its age. */
export const sessionEnded = signal(false)

export const isAdmin = (): boolean => session.value?.user.role === 'admin'

/** Asks who is signed in. */
export async function loadSession(): Promise<void> {
  sessionTrouble.value = undefined
  try {
    session.value = await api.session()
  } catch (error) {
    if (error instanceof RequestFailed && error.code === 'UNAUTHENTICATED') session.value = null
    else sessionTrouble.value = error
  }
}

/**
 * Takes in what a route that starts a session answered: either somebody is signed in now, or the challenge comes back
 * that has to be met first. The rest about the person is asked for in passing.
 */
export function enter({ user, passwordChangeRequired, twoFactorSetupRequired, twoFactor }: Entering): Challenge | null {
  if (!user) return twoFactor
  sessionEnded.value = false
  const known = session.value?.user.id === user.id ? session.value : { twoFactorOffered: false, plex: 'none' as const }
  session.value = {
    ...known,
    user,
    passwordChangeRequired: passwordChangeRequired ?? false,
    twoFactorSetupRequired: twoFactorSetupRequired ?? false,
  }
  void loadSession()
  return null
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  enter(await api.changePassword({ currentPassword, newPassword }))
}

/** Signs out. A session that is gone already is as good. */
export async function signOut(): Promise<void> {
  try {
    await api.signOut()
  } catch (error) {
    if (!(error instanceof RequestFailed) || error.code !== 'UNAUTHENTICATED') throw error
  }
  sessionEnded.value = false
  session.value = null
}

/** The page falls back to the sign-in, and the address stays where the person was. */
export function watchSession(): void {
  watchRefusals(({ code }) => {
    if (code === 'UNAUTHENTICATED') {
      if (session.value) sessionEnded.value = true
      session.value = null
    }
    if (code === 'PASSWORD_CHANGE_REQUIRED' && session.value) {
      session.value = { ...session.value, passwordChangeRequired: true }
    }
    if (code === 'TWO_FACTOR_REQUIRED' && session.value) {
      session.value = { ...session.value, twoFactorSetupRequired: true }
    }
  })
}
