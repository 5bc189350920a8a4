import { z } from 'zod'
import { Role } from './auth.ts'
import { action, query } from './define.ts'
import { Quotas, UserStatus } from './people.ts'

/** Within the portal only. */
export const GetStandings = query('auth.standings', {
  summary: 'Who people are at Plex and what they may, by our ids or by those of Plex.',
  input: { userIds: z.array(z.uuid()).max(200).default([]), plexIds: z.array(z.string()).max(500).default([]) },
  result: z.object({
    items: z.array(
      z.object({
        userId: z.uuid(),
        username: z.string(),
        role: Role,
        status: UserStatus,
        plexId: z.string().nullable(),
        plexUsername: z.string().nullable(),
        /** The person's own; null is as the role. */
        quotas: Quotas,
      }),
    ),
  }),
})

/**
 * Within the portal only: what the house's Plex server is to a person, and the token by which it knows them, sealed
 * (opens with `ctx.open`). Asks plex.tv. `unlinked`: no Plex account, or its link is broken.
 */
export const GetPlexAccess = action('auth.plex-access', {
  summary: 'What the Plex server of the house is to a person.',
  input: { userId: z.uuid() },
  result: z.object({
    access: z.enum(['owner', 'shared', 'none', 'unlinked']),
    sealedToken: z.string().nullable(),
    plexId: z.string().nullable(),
  }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_FAILED'],
})
