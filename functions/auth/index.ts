import type { AnyFunction } from '../../bus/index.ts'
import account from './account.ts'
import apiKeys from './api-keys.ts'
import changePassword from './change-password.ts'
import checkApiKey from './check-api-key.ts'
import confirmTwoFactor from './confirm-two-factor.ts'
import devices from './devices.ts'
import disableTwoFactor from './disable-two-factor.ts'
import dismissTwoFactor from './dismiss-two-factor.ts'
import makeApiKey from './make-api-key.ts'
import meetChallenge from './meet-challenge.ts'
import names from './names.ts'
import purge from './purge.ts'
import renewRecoveryCodes from './renew-recovery-codes.ts'
import renewSession from './renew-session.ts'
import resumeSession from './resume-session.ts'
import revocationsOnStart from './revocations-on-start.ts'
import revokeApiKey from './revoke-api-key.ts'
import revokeDevice from './revoke-device.ts'
import revokeOtherDevices from './revoke-other-devices.ts'
import session from './session.ts'
import setUpTwoFactor from './set-up-two-factor.ts'
import signIn from './sign-in.ts'
import signOut from './sign-out.ts'

export const authFunctions: readonly AnyFunction[] = [
  account,
  apiKeys,
  changePassword,
  checkApiKey,
  confirmTwoFactor,
  devices,
  disableTwoFactor,
  dismissTwoFactor,
  makeApiKey,
  meetChallenge,
  names,
  purge,
  renewRecoveryCodes,
  renewSession,
  resumeSession,
  revocationsOnStart,
  revokeApiKey,
  revokeDevice,
  revokeOtherDevices,
  session,
  setUpTwoFactor,
  signIn,
  signOut,
]
