import type { FailureCode } from '../failure.ts'
import { count } from './plural.ts'

interface Sentences {
  what: string
  next: string
}

const codes: Record<FailureCode, Sentences> = {
  INVALID: { what: 'Something in this is missing or not understood.', next: 'Look at the marked fields.' },
  UNAUTHENTICATED: { what: 'Your session has ended.', next: 'Sign in again.' },
  INVALID_CREDENTIALS: {
    what: 'That name and password do not belong together.',
    next: 'Check both and try again.',
  },
  ACCOUNT_DISABLED: {
    what: 'This account is switched off.',
    next: 'Ask whoever runs the house to switch it on again.',
  },
  TWO_FACTOR_REQUIRED: {
    what: 'This house asks for two-factor sign-in.',
    next: 'Set it up with an authenticator app. After that everything is open.',
  },
  CHALLENGE_OVER: { what: 'This sign-in took too long, or was tried too often.', next: 'Begin again.' },
  FORBIDDEN: { what: 'This is for whoever runs the house.', next: 'Ask them, or sign in with another account.' },
  PASSWORD_CHANGE_REQUIRED: { what: 'Choose a password of your own first.', next: 'After that everything is open.' },
  ORIGIN_REFUSED: {
    what: 'The portal took this for a request from another site.',
    next: 'Open MediaNest at its own address. Behind a proxy, PUBLIC_URL has to name that address.',
  },
  NOT_FOUND: { what: 'It is not there any more.', next: 'Somebody may have removed it. Reload the page.' },
  METHOD_NOT_ALLOWED: { what: 'The portal does not take this.', next: 'Reload the page: it may be an older version.' },
  CONFLICT: {
    what: 'This does not fit what is stored now.',
    next: 'Change it, or reload the page to see what is stored.',
  },
  ALREADY_AVAILABLE: { what: 'This is in the library already.', next: 'Open it in Plex.' },
  ALREADY_REQUESTED: { what: 'This was asked for already.', next: 'Its request shows how far it is.' },
  NO_SEASONS_LEFT: {
    what: 'All of these seasons are there or asked for already.',
    next: 'Choose others, or look at the request that has them.',
  },
  QUOTA_EXCEEDED: { what: 'You have asked for as much as you may for now.', next: 'Try again in a few days.' },
  BLOCKLISTED: {
    what: 'This title is on the blocklist of the house.',
    next: 'Ask whoever runs the house if you want it all the same.',
  },
  IDEMPOTENCY_MISMATCH: { what: 'The same click was sent twice with different content.', next: 'Try again.' },
  NOT_REDOABLE: {
    what: 'This cannot be redone.',
    next: 'Only webhooks as they arrived and dead letters can be handled again.',
  },
  PAYLOAD_TOO_LARGE: { what: 'This is larger than the portal takes.', next: 'Shorten it and try again.' },
  UNSUPPORTED_MEDIA: { what: 'The portal does not read this format.', next: 'Reload the page and try again.' },
  RATE_LIMIT_EXCEEDED: { what: 'That was too often in a short time.', next: 'Wait a minute, then try again.' },
  INTERNAL: {
    what: 'Something went wrong inside the portal.',
    next: 'Nothing you did is lost. Try again; if it stays, the id finds it in the log.',
  },
  UPSTREAM_FAILED: {
    what: 'A service behind MediaNest did not answer as expected.',
    next: 'Try again in a moment.',
  },
  UNAVAILABLE: {
    what: 'The part of MediaNest that does this is not running.',
    next: 'It usually comes back by itself. Try again in a moment.',
  },
  STORAGE_FULL: {
    what: 'The portal cannot store new work: its space is full.',
    next: 'Free disk space or raise the limit, then try again.',
  },
  TIMEOUT: { what: 'No answer came in time.', next: 'Try again in a moment.' },
  OFFLINE: {
    what: 'The portal cannot be reached.',
    next: 'Check that this device is on the network and that MediaNest is running.',
  },
}

/** "45 seconds", "2 minutes": rounded up, so that trying then is not too early. */
const wait = (seconds: number): string =>
  seconds < 90 ? count(seconds, 'second', 'seconds') : count(Math.ceil(seconds / 60), 'minute', 'minutes')

export const errors = {
  codes,
  waitFor: (seconds: number) => `Wait ${wait(seconds)}, then try again.`,
  waited: 'Try again now.',
  link: { what: 'There is nothing at this address.', next: 'The link is incomplete. Go back, or clear the filters.' },
  page: { what: 'This page ran into a mistake of its own.', next: 'Reload it; nothing that you saved is lost.' },
}
