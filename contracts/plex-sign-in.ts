import { z } from 'zod'
import { Challenge, SessionGrant } from './auth.ts'
import { action, event, personal, query } from './define.ts'

/** The door: Plex's own window with a long code, or four characters typed at plex.tv/link. */
export const PlexDoor = z.enum(['popup', 'code'])

/** `pending` until decided. `refused`: a stranger to this house; `used`: the session of this sign-in was given already. */
export const PlexSignInStatus = z.enum(['pending', 'signed-in', 'linked', 'two-factor', 'expired', 'refused', 'used'])
export type PlexSignInStatus = z.infer<typeof PlexSignInStatus>

/** Bound to the browser that starts it. `UPSTREAM_FAILED` when plex.tv gives no code. */
export const StartPlexSignIn = action('auth.start-plex', {
  summary: 'Starts a sign-in with Plex, or links the own account to Plex.',
  input: {
    door: PlexDoor.default('popup'),
    /** `link` needs a session and ties the Plex account to it. */
    purpose: z.enum(['sign-in', 'link']).default('sign-in'),
    /** Code of an invitation, for somebody who has no account yet. */
    invitation: z.string().max(200).optional(),
    remember: z.boolean().default(false),
    baseUrl: z.url(),
  },
  result: z.object({
    id: z.uuid(),
    /** What to type at `url` when the door is `code`; part of `url` when it is the pop-up. */
    code: z.string(),
    /** Where the person decides. */
    url: z.url(),
    expiresAt: z.iso.datetime(),
  }),
  refusals: ['UPSTREAM_FAILED', 'UNAUTHENTICATED', 'CONFLICT', 'NOT_FOUND', 'RATE_LIMIT_EXCEEDED'],
})

/** plex.tv is asked every 2 s at most, however many ask us. A pin of another browser is NOT_FOUND. */
export const PollPlexSignIn = action('auth.poll-plex', {
  summary: 'Tells how a sign-in with Plex stands, and starts the session when it is decided.',
  input: {
    id: z.uuid(),
    /** Seconds to wait for a decision; 0 answers at once. */
    wait: z.coerce.number().int().min(0).max(25).default(0),
  },
  result: z.object({
    status: PlexSignInStatus,
    /** A sentence for the person: why it ended, or why it takes long (plex.tv does not answer). */
    message: z.string().nullable(),
    grant: SessionGrant.nullable(),
    twoFactor: Challenge.nullable(),
  }),
  refusals: ['NOT_FOUND'],
})

export const UnlinkPlex = action('auth.unlink-plex', {
  summary: 'Forgets the Plex token of the own account; needs a password to sign in by afterwards.',
  input: {},
  result: z.object({}),
  refusals: ['CONFLICT', 'UNAUTHENTICATED'],
})

export const PlexServer = z.object({
  name: z.string(),
  machineIdentifier: z.string(),
  version: z.string().nullable(),
  /** Addresses to reach it by, the best first. */
  urls: z.array(z.url()),
})

export const ListPlexServers = query('auth.plex-servers', {
  summary: 'Servers that the own Plex account owns, for the first-run guide.',
  input: {},
  result: z.object({ items: z.array(PlexServer), nextCursor: z.null() }),
  refusals: ['CONFLICT', 'UPSTREAM_FAILED', 'UNAUTHENTICATED'],
})

/**
 * Within the portal only: connects the service `plex` with the person's own per-server token, which never passes the
 * browser.
 */
export const ConnectPlexServer = action('auth.connect-plex-server', {
  summary: 'Connects a Plex server that the own account owns.',
  input: { machineIdentifier: z.string().min(1).max(100), url: z.url().optional() },
  result: z.object({ name: z.literal('plex'), url: z.url() }),
  refusals: ['CONFLICT', 'NOT_FOUND', 'UPSTREAM_FAILED', 'UNAUTHENTICATED', 'UNAVAILABLE'],
})

const person = { userId: z.uuid(), username: personal(z.string()) }

export const PlexLinked = event('auth.plex-linked', {
  summary: 'A Plex account was linked, or linked again.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, plexUsername: personal(z.string()) },
  key: (d) => d.userId,
})

export const PlexUnlinked = event('auth.plex-unlinked', {
  summary: 'A Plex account was unlinked.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: person,
  key: (d) => d.userId,
})

export const PlexLinkBroken = event('auth.plex-link-broken', {
  summary: 'Plex refuses the token of a person: it must be linked again.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: person,
  key: (d) => d.userId,
})

export const PlexAccessLost = event('auth.plex-access-lost', {
  summary: 'The Plex server is not shared with a person any more: their sessions ended.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: person,
  key: (d) => d.userId,
})
