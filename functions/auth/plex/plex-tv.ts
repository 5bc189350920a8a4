import { createRequire } from 'node:module'
import { type } from 'node:os'
import type { Kysely } from 'kysely'
import { defineOutside, joinUrl, OutsideError, type Provided } from '../../../bus/index.ts'
import type { AuthTables } from '../domain.ts'
import { addressesOf, type PlexTvAddresses, plexTvUrl } from './addresses.ts'
import type { PublicKey } from './device-key.ts'
import { Exchanged, Nonce, Pin, PinState, PlexUser, type Resource, Resources } from './shapes.ts'

// the one file that speaks with plex.tv; both have one breaker, as they have one name
const plexTv = defineOutside({ name: 'plex.tv', timeoutMs: 8000 })
/** For codes: another try of ours would be one more question within the two seconds. */
const plexTvOnce = defineOutside({ name: 'plex.tv', timeoutMs: 5000, tries: 1 })

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string }

/** plex.tv as this house speaks with it. Everything throws `OutsideError` when plex.tv fails us. */
export interface PlexTv {
  readonly clientId: string
  readonly addresses: PlexTvAddresses
  /** A code: long for the browser, or four characters to type. With a key, the token is given for its proof only. */
  createPin(options: {
    strong: boolean
    jwk?: PublicKey | undefined
  }): Promise<{ id: string; code: string; endsAt: Date }>
  /** The person's token, null while nobody decided. `gone`: the code ran out. */
  readPin(id: string, deviceJwt: string | null, signal?: AbortSignal): Promise<{ gone: boolean; token: string | null }>
  user(token: string, signal?: AbortSignal): Promise<PlexUser>
  /** What the bearer has access to; servers among it. */
  resources(token: string, signal?: AbortSignal): Promise<Resource[]>
  /** Keeps a token alive. */
  ping(token: string): Promise<void>
  nonce(): Promise<string>
  /** A fresh token for a nonce that the device key signed. */
  exchange(jwt: string): Promise<string>
}

interface Context {
  readonly db: Kysely<AuthTables>
  readonly signal: AbortSignal
  provided<T>(place: Provided<T>): T
}

/** With the identity of this house, which plex.tv ties every token to. */
export async function openPlexTv(ctx: Context): Promise<PlexTv> {
  const { plex_client_id } = await ctx.db.selectFrom('installation').select('plex_client_id').executeTakeFirstOrThrow()
  return plexTvFor(plex_client_id, addressesOf(ctx.provided(plexTvUrl)), ctx.signal)
}

function plexTvFor(clientId: string, addresses: PlexTvAddresses, signal: AbortSignal): PlexTv {
  const headers = {
    'x-plex-client-identifier': clientId,
    'x-plex-product': 'MediaNest',
    'x-plex-version': version,
    'x-plex-platform': type(),
    'x-plex-device': type(),
    'x-plex-device-name': 'MediaNest',
  }
  const clients = (path: string) => ({ url: joinUrl(addresses.clients, `/api/v2${path}`), headers, signal })
  const account = (path: string, token: string, own: AbortSignal = signal) => ({
    url: joinUrl(addresses.account, `/api/v2${path}`),
    headers: { ...headers, 'x-plex-token': token },
    signal: own,
  })
  return {
    clientId,
    addresses,
    async createPin({ strong, jwk }) {
      const { data } = await plexTvOnce.call({
        ...clients('/pins'),
        method: 'POST',
        ...(jwk ? { body: { jwk, strong } } : { query: { strong } }),
        schema: Pin,
      })
      return { id: data.id, code: data.code, endsAt: endOf(data) }
    },
    async readPin(id, deviceJwt, own = signal) {
      const { status, data } = await plexTvOnce.call({
        ...clients(`/pins/${encodeURIComponent(id)}`),
        ...(deviceJwt === null ? {} : { query: { deviceJWT: deviceJwt } }),
        signal: own,
        schema: PinState,
        expect: [404],
      })
      return { gone: status === 404, token: data?.authToken || null }
    },
    user: async (token, own) => (await plexTv.call({ ...account('/user', token, own), schema: PlexUser })).data,
    resources: async (token, own) => {
      const query = { includeHttps: 1, includeRelay: 1, includeIPv6: 1 }
      return (await plexTv.call({ ...account('/resources', token, own), query, schema: Resources })).data
    },
    async ping(token) {
      // an address that is no more says nothing about a token
      await plexTv.call({ ...account('/ping', token), accept: 'none', expect: [404] })
    },
    nonce: async () => (await plexTv.call({ ...clients('/auth/nonce'), schema: Nonce })).data.nonce,
    async exchange(jwt) {
      const asked = { ...clients('/auth/token'), method: 'POST', body: { jwt }, schema: Exchanged } as const
      return (await plexTvOnce.call(asked)).data.auth_token
    },
  }
}

/** The seconds that it holds, so that a clock that is wrong does not matter; else the moment that plex.tv names. */
function endOf({ expiresIn, expiresAt }: { expiresIn?: number | null; expiresAt?: string | null }): Date {
  if (expiresIn) return new Date(Date.now() + expiresIn * 1000)
  const named = Date.parse(expiresAt ?? '')
  return new Date(Number.isNaN(named) ? Date.now() + 15 * 60_000 : named)
}

/** Whether plex.tv says that a token is worth nothing: revoked, invalid, run out. Any other failure says nothing of it. */
export function isDeadToken(error: unknown): boolean {
  if (!(error instanceof OutsideError)) return false
  const { status, body = '' } = error
  return status === 401 || status === 498 || (status === 422 && /invalid[ _]token/i.test(body))
}

/** Whether plex.tv does not take what our device key signed. */
export const isRefusedKey = (error: unknown): boolean =>
  error instanceof OutsideError && (error.status === 422 || error.status === 498 || error.status === 401)
