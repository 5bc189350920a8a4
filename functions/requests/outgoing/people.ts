import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import type { Patience } from '../seerr/media.ts'
import type { User } from '../seerr/shapes.ts'
import { importFromPlex, listUsers } from '../seerr/users.ts'

export type Standing = AnswerOf<typeof GetStandings>['items'][number]

interface Asking {
  readonly db: Kysely<RequestTables>
  call(contract: typeof GetStandings, input: InputOf<typeof GetStandings>): Promise<AnswerOf<typeof GetStandings>>
}

/** What is known of a person here; null for nobody of ours and who is gone. */
export async function standingOf(ctx: Asking, userId: string | null): Promise<Standing | null> {
  if (userId === null) return null
  return (await ctx.call(GetStandings, { userIds: [userId] })).items[0] ?? null
}

/** As whom Seerr is asked: as its owner where there is no number. `learned` is to be kept with `keepMatch`. */
export type Match =
  | { is: 'matched'; as: number | undefined; learned: User | null }
  /** Seerr has no account for them and could not take them in. */
  | { is: 'unknown' }
  /** Seerr did not reach plex.tv to look them up. */
  | { is: 'unreached'; reason: string }

/** A match is looked up again after this, as accounts may be merged or deleted there. */
const KEPT_MS = 24 * 60 * 60_000

/**
 * Who a person is at Seerr, by their Plex id; taken in there when missing. Somebody without one asks as its owner.
 * `fresh` passes over what was kept. Throws `OutsideError`.
 */
export async function matchPerson(
  ctx: Asking,
  seerr: Seerr,
  person: Standing | null,
  { fresh = false, ...patience }: Patience & { fresh?: boolean } = {},
): Promise<Match> {
  if (person === null || person.plexId === null) return { is: 'matched', as: undefined, learned: null }
  const { userId, plexId } = person
  if (!fresh) {
    const kept = await ctx.db
      .selectFrom('seerr_user')
      .select(['seerr_user_id', 'checked_at'])
      .where('user_id', '=', userId)
      .where('plex_id', '=', plexId)
      .executeTakeFirst()
    if (kept && Date.now() - kept.checked_at.getTime() < KEPT_MS)
      return { is: 'matched', as: kept.seerr_user_id, learned: null }
  }
  const known = await findUser(seerr, plexId, patience)
  if (known) return { is: 'matched', as: known.id, learned: known }
  const imported = await importFromPlex(seerr, plexId, patience)
  if (typeof imported === 'string') return REFUSED_BY_PLEX.test(imported) ? { is: 'unknown' } : unreached(imported)
  const found =
    imported.find((user) => user.plexId === plexId) ??
    // those that are new come without their Plex id, and who was known by mail does not come at all
    (await findUser(seerr, plexId, patience))
  return found ? { is: 'matched', as: found.id, learned: found } : { is: 'unknown' }
}

/** Seerr's owner signed in there by other means than Plex, or not since the password was changed: no waiting helps. */
const REFUSED_BY_PLEX = /status code 4\d\d/

const unreached = (words: string): Match => ({
  is: 'unreached',
  reason: `Seerr does not reach plex.tv, where it looks for people it does not know: ${words}`,
})

async function findUser(seerr: Seerr, plexId: string, patience: Patience): Promise<User | undefined> {
  for await (const users of listUsers(seerr, patience)) {
    const found = users.find((user) => user.plexId === plexId)
    if (found) return found
  }
  return undefined
}

/** Keeps who a person is at Seerr. */
export async function keepMatch(tx: Transaction<RequestTables>, userId: string, user: User | null): Promise<void> {
  if (user === null) return
  await tx.deleteFrom('seerr_user').where('user_id', '=', userId).where('seerr_user_id', '!=', user.id).execute()
  const kept = {
    user_id: userId,
    plex_id: user.plexId,
    name: user.displayName ?? user.username ?? user.plexUsername ?? null,
    checked_at: new Date(),
  }
  await tx
    .insertInto('seerr_user')
    .values({ seerr_user_id: user.id, ...kept })
    .onConflict((oc) => oc.column('seerr_user_id').doUpdateSet(kept))
    .execute()
}

const UNMATCHED = 'Seerr does not know your Plex account and could not take it in.'

/** What somebody is told whom Seerr does not know. It never takes in the owner of the Plex server by itself. */
export const unmatched = (role: Standing['role'] | undefined): string =>
  role === 'admin'
    ? `${UNMATCHED} Sign in to Seerr with Plex once, then ask again.`
    : `${UNMATCHED} Ask the person who runs this house to add you in Seerr, Users.`
