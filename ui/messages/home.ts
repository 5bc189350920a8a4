/** What the home page may ask of a person. */
export const home = {
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
