import type { PlexTv } from './plex-tv.ts'
import { isDeadToken, isRefusedKey } from './plex-tv.ts'
import { OutsideError } from '../../../bus/index.ts'
import type { AccountRow } from '../rights.ts'
import { type DeviceKey, endOfToken, signProof } from './device-key.ts'
import { type Membership, membershipOf } from './membership.ts'

/** A token is kept alive once a day; a little less, so that a day has no slot too few. */
const PING_EVERY_MS = 23 * 3_600_000
/** A token that ends is renewed so long before. */
const RENEW_BEFORE_MS = 24 * 3_600_000

/** What plex.tv said about one linked account. What it did not say is undefined and changes nothing. */
export interface Look {
  broken?: true
  pingedAt?: Date
  renewed?: { token: string; endsAt: Date | null }
  membership?: Membership
}

type Linked = Pick<AccountRow, 'plex_id' | 'plex_token_kind' | 'plex_token_ends_at' | 'plex_checked_at'>

interface With {
  plexTv: PlexTv
  /** Of this house, where it has one. */
  key: DeviceKey | null
  /** The house's server; null while nobody can tell. */
  machineIdentifier: string | null
  now: Date
}

/**
 * Renews a token that ends soon, keeps it alive, and asks what is shared. Only an answer that says so makes a token dead
 * or a person a stranger.
 */
export async function lookAt(account: Linked, opened: string, by: With): Promise<Look> {
  const { plexTv, machineIdentifier, now } = by
  const look: Look = {}
  let token = opened
  try {
    const ends = account.plex_token_kind === 'device' ? account.plex_token_ends_at : null
    if (ends && by.key && ends.getTime() - now.getTime() < RENEW_BEFORE_MS) {
      const fresh = await renew(account, by.key, plexTv)
      if (fresh !== null) {
        token = fresh
        look.renewed = { token, endsAt: endOfToken(token) }
      } else if (ends <= now) return { broken: true }
    }
    if (now.getTime() - (account.plex_checked_at?.getTime() ?? 0) > PING_EVERY_MS) {
      await plexTv.ping(token)
      look.pingedAt = now
    }
    if (machineIdentifier !== null && account.plex_id !== null)
      look.membership = membershipOf(await plexTv.resources(token), machineIdentifier, account.plex_id)
    return look
  } catch (error) {
    if (isDeadToken(error)) return { broken: true }
    if (error instanceof OutsideError) return look
    throw error
  }
}

/** A fresh token of the same person; null when plex.tv does not take our key, or gives the token of somebody else. */
async function renew(account: Linked, key: DeviceKey, plexTv: PlexTv): Promise<string | null> {
  const exchange = async (): Promise<string> => plexTv.exchange(signProof(key, plexTv.clientId, await plexTv.nonce()))
  try {
    const token = await exchange().catch((error: unknown) => {
      // the nonce ran out on the way
      if (error instanceof OutsideError && error.status === 498) return exchange()
      throw error
    })
    return (await plexTv.user(token)).id === account.plex_id ? token : null
  } catch (error) {
    if (isRefusedKey(error)) return null
    throw error
  }
}
