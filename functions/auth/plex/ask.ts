import type { Kysely } from 'kysely'
import type { GetConnection } from '../../../contracts/services.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { OutsideError, type Provided } from '../../../bus/index.ts'
import type { AuthTables } from '../domain.ts'
import { signProof } from './device-key.ts'
import { knownHouseKey } from './house-key.ts'
import { type HouseServer, houseServer, takesToken } from './media-server.ts'
import { ownedServers } from './membership.ts'
import type { PinRow } from './pin.ts'
import { isDeadToken, openPlexTv } from './plex-tv.ts'
import { SENTENCE } from './sentences.ts'
import type { Resource } from './shapes.ts'
import { plexName } from './usernames.ts'
import type { Vouched } from './vouched.ts'

/** How long we learn who somebody is before we say that it takes long; the code can be read again. */
const LEARN_MS = 10_000

export type Asked =
  | { is: 'pending'; message: string | null }
  | { is: 'expired'; message: string }
  | { is: 'vouched'; who: Vouched }

interface Context {
  readonly db: Kysely<AuthTables>
  readonly signal: AbortSignal
  provided<T>(place: Provided<T>): T
  open(sealed: string): string
  call(contract: typeof GetConnection, input: InputOf<typeof GetConnection>): Promise<AnswerOf<typeof GetConnection>>
}

/** Asks plex.tv whether somebody decided, and then who that is and what is shared with them. Stores nothing. */
export async function askPlex(ctx: Context, pin: PinRow): Promise<Asked> {
  try {
    const plexTv = await openPlexTv(ctx)
    const key = pin.with_key ? await knownHouseKey(ctx) : null
    const { gone, token } = await plexTv.readPin(pin.pin, key && signProof(key, plexTv.clientId))
    if (gone) return { is: 'expired', message: SENTENCE.expired }
    if (token === null) return { is: 'pending', message: null }
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(LEARN_MS)])
    const [user, resources, server] = await Promise.all([
      plexTv.user(token, signal),
      plexTv.resources(token, signal),
      houseServer({ signal, call: (contract, input) => ctx.call(contract, input) }),
    ])
    const who = { plexId: user.id, name: plexName(user), email: user.email || null, token, withKey: key !== null }
    const ownerProven = await provesOwner(user.id, resources, server, signal)
    return { is: 'vouched', who: { ...who, resources, server, ownerProven } }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (isDeadToken(error)) return { is: 'expired', message: SENTENCE.withdrawn }
    if (error instanceof OutsideError) return { is: 'pending', message: SENTENCE.asking(error.message) }
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return { is: 'pending', message: SENTENCE.asking('plex.tv is slow.') }
    throw error
  }
}

async function provesOwner(
  plexId: string,
  resources: readonly Resource[],
  server: HouseServer,
  signal: AbortSignal,
): Promise<boolean> {
  if (server.is !== 'known') return false
  const own = ownedServers(resources, plexId).find((one) => one.clientIdentifier === server.machineIdentifier)
  return own?.accessToken ? takesToken(server.url, own.accessToken, signal) : false
}
