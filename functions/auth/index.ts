import type { AnyFunction } from '../../bus/index.ts'
import acceptInvitation from './accept-invitation.ts'
import account from './account.ts'
import addUser from './add-user.ts'
import apiKeys from './api-keys.ts'
import changePassword from './change-password.ts'
import checkApiKey from './check-api-key.ts'
import confirmTwoFactor from './confirm-two-factor.ts'
import connectPlexServer from './connect-plex-server.ts'
import devices from './devices.ts'
import disableTwoFactor from './disable-two-factor.ts'
import dismissTwoFactor from './dismiss-two-factor.ts'
import invitations from './invitations.ts'
import keepPlexAlive from './keep-plex-alive.ts'
import makeApiKey from './make-api-key.ts'
import makeInvitation from './make-invitation.ts'
import meetChallenge from './meet-challenge.ts'
import names from './names.ts'
import plexAccess from './plex-access.ts'
import plexServers from './plex-servers.ts'
import pollPlex from './poll-plex.ts'
import purge from './purge.ts'
import removeUser from './remove-user.ts'
import renewRecoveryCodes from './renew-recovery-codes.ts'
import renewSession from './renew-session.ts'
import resetUserPassword from './reset-user-password.ts'
import resetUserTwoFactor from './reset-user-two-factor.ts'
import resumeSession from './resume-session.ts'
import revocationsOnStart from './revocations-on-start.ts'
import revokeApiKey from './revoke-api-key.ts'
import revokeDevice from './revoke-device.ts'
import revokeInvitation from './revoke-invitation.ts'
import revokeOtherDevices from './revoke-other-devices.ts'
import roles from './roles.ts'
import session from './session.ts'
import setUpTwoFactor from './set-up-two-factor.ts'
import showInvitation from './show-invitation.ts'
import signIn from './sign-in.ts'
import signOut from './sign-out.ts'
import signUserOut from './sign-user-out.ts'
import standings from './standings.ts'
import startPlex from './start-plex.ts'
import unlinkPlex from './unlink-plex.ts'
import updateUser from './update-user.ts'
import user from './user.ts'
import users from './users.ts'

export const authFunctions: readonly AnyFunction[] = [
  acceptInvitation,
  account,
  addUser,
  apiKeys,
  changePassword,
  checkApiKey,
  confirmTwoFactor,
  connectPlexServer,
  devices,
  disableTwoFactor,
  dismissTwoFactor,
  invitations,
  keepPlexAlive,
  makeApiKey,
  makeInvitation,
  meetChallenge,
  names,
  plexAccess,
  plexServers,
  pollPlex,
  purge,
  removeUser,
  renewRecoveryCodes,
  renewSession,
  resetUserPassword,
  resetUserTwoFactor,
  resumeSession,
  revocationsOnStart,
  revokeApiKey,
  revokeDevice,
  revokeInvitation,
  revokeOtherDevices,
  roles,
  session,
  setUpTwoFactor,
  showInvitation,
  signIn,
  signOut,
  signUserOut,
  standings,
  startPlex,
  unlinkPlex,
  updateUser,
  user,
  users,
]
