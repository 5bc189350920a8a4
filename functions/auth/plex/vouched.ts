import type { AuthTables } from '../domain.ts'
import type { Updateable } from 'kysely'
import { endOfToken } from './device-key.ts'
import type { HouseServer } from './media-server.ts'
import type { Resource } from './shapes.ts'

/** What plex.tv said about somebody who signed in there. */
export interface Vouched {
  plexId: string
  /** As a name of ours. */
  name: string
  email: string | null
  token: string
  withKey: boolean
  resources: readonly Resource[]
  server: HouseServer
  /** The house's own server takes the token that plex.tv gave this person as its owner. */
  ownerProven: boolean
}

/** The link to Plex as an account keeps it. An address that Plex does not tell leaves the known one. */
export const linkOf = (
  { plexId, name, email, token, withKey }: Vouched,
  ctx: { seal(text: string): string; now(): Date },
): Updateable<AuthTables['account']> & { plex_id: string } => ({
  plex_id: plexId,
  plex_username: name,
  ...(email ? { email } : {}),
  plex_token: ctx.seal(token),
  plex_token_kind: withKey ? 'device' : 'account',
  plex_token_ends_at: withKey ? endOfToken(token) : null,
  plex_state: 'linked',
  plex_checked_at: ctx.now(),
  updated_at: ctx.now(),
})
