/** What a person reads when a sign-in with Plex ended, or takes long. */
export const SENTENCE = {
  expired: 'The code ran out before Plex said who you are. Start again.',
  withdrawn: 'Plex took its permission back before it could be used. Start again.',
  used: 'This sign-in was used already. Start again.',
  stranger:
    'This Plex account has no access to the Plex server of this house. Ask whoever runs it to share the server with you, then try again.',
  unconnected:
    'No Plex server is connected to MediaNest yet, so nobody can be let in by Plex. Its admin signs in with a password and connects the server first.',
  disabled: 'This account is switched off. Ask the person who runs this house.',
  taken: 'That Plex account belongs to another account of this house. Unlink it there, or use another Plex account.',
  gone: 'Your session ended before Plex answered. Sign in, then link again.',
  asking: (why: string): string => `${why} We keep asking while this page is open.`,
  unknown: (why: string): string =>
    `It cannot be told whether the Plex server of this house is shared with you: ${why} We keep trying while this page is open.`,
} as const
