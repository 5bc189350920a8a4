import type { Context } from 'hono'
import { plexValue } from '../plex-tv/answers.ts'
import type { Account } from './events.ts'
import type { Library } from './items.ts'

/** What a server asks plex.tv; the stand-in of plex.tv is one. */
export interface PlexTvDoor {
  accessOf(machineIdentifier: string, token: string): 'owner' | 'shared' | undefined
  /** Who a token belongs to, and the keys of the libraries they may see where that is said for them alone. */
  bearerOf?(machineIdentifier: string, token: string): (Account & { libraries?: readonly string[] }) | undefined
  /** Where webhooks about a server go: for its owner, and for the person who did something where they have addresses. */
  hearersOf?(machineIdentifier: string, by?: Account): { hearer: Account; owner: boolean; urls: string[] }[]
  ownerOf?(machineIdentifier: string): Account | undefined
  /** Throws when there is nobody. */
  person?(who: number | string): Account
}

/** Who asks a server, and what they may see. */
export interface Who extends Account {
  role: 'owner' | 'shared'
  libraries: readonly Library[]
}

/** Accounts of tokens that were given without a plex.tv. */
export const LOCAL_OWNER: Account = { id: 1, title: 'owner' }
const LOCAL_GUEST: Account = { id: 2, title: 'guest' }

export interface Doorkeeper {
  machineIdentifier: string
  tokens: Readonly<Record<string, 'owner' | 'shared'>>
  plexTv: PlexTvDoor | undefined
  libraries: readonly Library[]
}

/** Undefined for a token that is not let in, and without one. */
export function whoAsks(c: Context, { machineIdentifier, tokens, plexTv, libraries }: Doorkeeper): Who | undefined {
  const token = plexValue(c, 'X-Plex-Token')
  if (token === undefined) return undefined
  const role = tokens[token] ?? plexTv?.accessOf(machineIdentifier, token)
  if (!role) return undefined
  const known = tokens[token] ? undefined : plexTv?.bearerOf?.(machineIdentifier, token)
  const account = known ?? (role === 'owner' ? LOCAL_OWNER : LOCAL_GUEST)
  const own = known?.libraries
  const seen = libraries.filter(({ key, shared = true }) => role === 'owner' || (own ? own.includes(key) : shared))
  return { id: account.id, title: account.title, uuid: account.uuid, role, libraries: seen }
}
