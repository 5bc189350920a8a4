import type { Transaction } from 'kysely'
import { RevokedSession } from '../../contracts/auth.ts'
import { PlexAccessLost, PlexLinkBroken } from '../../contracts/plex-sign-in.ts'
import { GetConnection } from '../../contracts/services.ts'
import { defineFunction, RetryAfter } from '../../bus/index.ts'
import { auth, type AuthTables } from './domain.ts'
import { keysOf } from './keys-of.ts'
import { knownHouseKey } from './plex/house-key.ts'
import { type Look, lookAt } from './plex/look.ts'
import { houseServer } from './plex/media-server.ts'
import { openPlexTv } from './plex/plex-tv.ts'
import type { AccountRow } from './rights.ts'
import { announceEnd, endAllOf } from './revoke.ts'

/** Houses do not all ask plex.tv at the same minute: each has its own within the first hour of a slot. */
const spreadMs = (clientId: string): number => (Number.parseInt(clientId.slice(0, 8), 16) / 2 ** 32) * 3_600_000

const AT_ONCE = 4

interface Looked {
  account: AccountRow
  look: Look
}

export default defineFunction({
  name: 'auth.keep-plex-alive',
  summary:
    'Keeps the Plex tokens of the house alive, and notices which are dead and with whom nothing is shared any more.',
  domain: auth,
  every: '6h',
  catchUp: 'last',
  timeout: '10m',
  emits: [PlexLinkBroken, PlexAccessLost],
  calls: [GetConnection],
  async run(slot, ctx) {
    const linked = await ctx.db.selectFrom('account').selectAll().where('plex_state', '=', 'linked').execute()
    const waiting = linked.filter(({ plex_token }) => plex_token !== null)
    if (waiting.length === 0) return
    const plexTv = await openPlexTv(ctx)
    const waitMs = slot.at.getTime() + spreadMs(plexTv.clientId) - ctx.now().getTime()
    if (waitMs > 0) throw new RetryAfter(waitMs, 'plex.tv is asked at a minute of this house’s own.')
    const server = await houseServer(ctx)
    const by = {
      plexTv,
      key: await knownHouseKey(ctx),
      machineIdentifier: server.is === 'known' ? server.machineIdentifier : null,
      now: ctx.now(),
    }
    const looked: Looked[] = []
    const worker = async (): Promise<void> => {
      for (let account = waiting.pop(); account; account = waiting.pop())
        looked.push({ account, look: await lookAt(account, ctx.open(account.plex_token ?? ''), by) })
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))

    const ended = await ctx.write(async (tx) => {
      const ended: string[] = []
      for (const { account, look } of looked) {
        if (!(await keep(tx, account, look, ctx))) continue
        const person = { userId: account.id, username: account.username }
        if (look.broken) ctx.emit(PlexLinkBroken, person)
        if (!losesAccess(account, look)) continue
        ended.push(...(await endAllOf(tx, account.id)).sessions, ...(await endKeys(tx, account.id, ctx.now())))
        ctx.emit(PlexAccessLost, person)
      }
      return ended
    })
    await announceEnd(ctx.state(RevokedSession), ended)
  },
})

const losesAccess = ({ role, plex_access }: AccountRow, look: Look): boolean =>
  look.membership === 'none' && plex_access === 'shared' && role !== 'admin'

/** Stores what was seen; false when the account was linked anew meanwhile, so that it speaks of another token. */
async function keep(
  tx: Transaction<AuthTables>,
  account: AccountRow,
  look: Look,
  ctx: { seal(text: string): string },
): Promise<boolean> {
  const { renewed, pingedAt, broken } = look
  const kept = await tx
    .updateTable('account')
    .set({
      plex_state: broken ? 'broken' : 'linked',
      ...(pingedAt ? { plex_checked_at: pingedAt } : {}),
      ...(renewed ? { plex_token: ctx.seal(renewed.token), plex_token_ends_at: renewed.endsAt } : {}),
      ...(losesAccess(account, look) ? { plex_access: 'lost' as const } : {}),
    })
    .where('id', '=', account.id)
    .where('plex_token', '=', account.plex_token)
    .where('plex_state', '=', 'linked')
    .where('plex_access', '=', account.plex_access)
    .where('role', '=', account.role)
    .executeTakeFirst()
  return kept.numUpdatedRows === 1n
}

async function endKeys(tx: Transaction<AuthTables>, accountId: string, revoked_at: Date): Promise<string[]> {
  const ids = await keysOf(tx, accountId)
  if (ids.length > 0) await tx.updateTable('api_key').set({ revoked_at }).where('id', 'in', ids).execute()
  return ids
}
