import type { Kysely } from 'kysely'
import { type MessageMeta, OutsideError, type Provided } from '../../../bus/index.ts'
import type { AuthTables } from '../domain.ts'
import { ownAccount } from '../own-account.ts'
import { ownedServers } from './membership.ts'
import { isDeadToken, openPlexTv } from './plex-tv.ts'
import type { Resource } from './shapes.ts'

interface Context {
  readonly db: Kysely<AuthTables>
  readonly meta: Pick<MessageMeta, 'sessionId'>
  readonly signal: AbortSignal
  provided<T>(place: Provided<T>): T
  open(sealed: string): string
  refuse(code: 'CONFLICT' | 'UPSTREAM_FAILED' | 'UNAUTHENTICATED', message?: string): never
}

/** Servers that the Plex account of whoever asks owns. */
export async function ownServers(ctx: Context): Promise<Resource[]> {
  const own = await ownAccount(ctx)
  if (!own) return ctx.refuse('UNAUTHENTICATED')
  const { plex_token, plex_id, plex_state } = own.account
  if (plex_token === null) return ctx.refuse('CONFLICT', 'Link your account to Plex first.')
  const again = 'Plex does not take our token for you any more. Link your account again.'
  if (plex_state === 'broken') ctx.refuse('CONFLICT', again)
  try {
    const plexTv = await openPlexTv(ctx)
    return ownedServers(await plexTv.resources(ctx.open(plex_token)), plex_id)
  } catch (error) {
    if (isDeadToken(error)) return ctx.refuse('CONFLICT', again)
    if (error instanceof OutsideError) return ctx.refuse('UPSTREAM_FAILED', `${error.message} Try again in a minute.`)
    throw error
  }
}
