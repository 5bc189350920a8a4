import type { Role } from '../../../contracts/auth.ts'
import type { Settings } from '../../../contracts/settings-schema.ts'
import type { AccountRow } from '../rights.ts'
import type { Resource } from './shapes.ts'

/** What the house's server is to a person. */
export type Membership = 'owner' | 'shared' | 'none'

const isServer = ({ provides }: Resource): boolean => (provides ?? '').split(',').includes('server')

/** Servers that the person owns; of others plex.tv names the owner. */
export const ownedServers = (resources: readonly Resource[], plexId: string | null): Resource[] =>
  resources.filter(
    (resource) =>
      isServer(resource) &&
      resource.owned === true &&
      (resource.ownerId === null || resource.ownerId === undefined || String(resource.ownerId) === plexId),
  )

/** From the person's own list. Whether plex.tv sees the server at the moment does not matter. */
export function membershipOf(resources: readonly Resource[], machineIdentifier: string, plexId: string): Membership {
  const ours = resources.filter((resource) => isServer(resource) && resource.clientIdentifier === machineIdentifier)
  if (ours.length === 0) return 'none'
  return ownedServers(ours, plexId).length > 0 ? 'owner' : 'shared'
}

/** Somebody whom Plex vouches for, at our door. */
export interface Arriving {
  /** Theirs, by Plex's number. */
  account: Pick<AccountRow, 'role' | 'status' | 'password_hash' | 'plex_access'> | null
  /** `unconnected` when the house has no server, `unknown` when nobody can tell just now which one it is. */
  membership: Membership | 'unconnected' | 'unknown'
  /** The role that an open invitation gives. */
  invited: Role | null
  plexAccess: Settings['auth']['plexAccess']
}

export type Entry =
  | { enter: true; role: Role; access: AccountRow['plex_access'] }
  | { enter: false; because: 'disabled' | 'stranger' | 'unconnected' | 'unknown' }

/**
 * Who owns or is shared the server may enter. So may admins, and who has a password here: they do not live from the
 * sharing. Where the house also takes invitations, so may who has one, or came by one.
 */
export function decideEntry({ account, membership, invited, plexAccess }: Arriving): Entry {
  if (account?.status === 'disabled') return { enter: false, because: 'disabled' }
  const listed = membership === 'owner' || membership === 'shared'
  if (account) {
    const lives = account.plex_access !== 'own'
    if (listed) return { enter: true, role: account.role, access: lives ? 'shared' : 'own' }
    const own = account.role === 'admin' || (!lives && (account.password_hash !== null || plexAccess === 'invited'))
    if (own) return { enter: true, role: account.role, access: account.plex_access }
    return { enter: false, because: membership === 'none' ? 'stranger' : membership }
  }
  if (membership === 'owner') return { enter: true, role: 'admin', access: 'shared' }
  if (membership === 'shared') return { enter: true, role: invited ?? 'user', access: 'shared' }
  if (invited !== null && plexAccess === 'invited') return { enter: true, role: invited, access: 'own' }
  return { enter: false, because: membership === 'none' ? 'stranger' : membership }
}
