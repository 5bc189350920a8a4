import { number } from '../format/number.ts'

/** What the home page says, and what it may ask of a person. */
export const home = {
  toBoard: 'Open the board',
  nothingWatched: 'No services are watched yet.',
  unknown: 'Whether everything works is not known at the moment.',
  asking: 'Looking whether everything works',
  waiting: {
    title: 'Waits for you',
    all: (many: number) => `Show all ${number(many)}`,
  },
  underWay: {
    title: 'Your requests under way',
    none: 'Nothing of yours is under way.',
    discover: 'Look for something to watch',
    all: 'All requests',
  },
  onDeck: 'Go on watching',
  recent: 'New in Plex',
  recentNone: 'Nothing is in the library yet.',
  library: 'Browse the library',
  guide: {
    title: 'Set up MediaNest',
    text: (missing: string) => `${missing} not connected yet. The guide takes you through it in a few minutes.`,
    both: 'Plex and Seerr are',
    plex: 'Plex is',
    seerr: 'Seerr is',
    open: 'Open the guide',
    dismiss: 'Do not show this again',
    dismissed: 'You find the guide under Settings, First steps.',
  },
  brokenLink: {
    label: 'Plex',
    text: 'Plex refuses your link. What needs Plex waits until you link again.',
    again: 'Link again',
    linked: 'Your account is linked to Plex.',
  },
  twoFactor: {
    label: 'Two-factor sign-in',
    text: 'Two-factor sign-in keeps others out even when they learn your password.',
    setUp: 'Set up',
    notNow: 'Not now',
  },
}
