import type { Kysely, Transaction } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import type { RequestTables } from '../domain.ts'
import type { User } from '../seerr/shapes.ts'

/** Somebody at Seerr: who that is here, or only how they are called there. */
export interface Known {
  userId: string | null
  name: string | null
}

/** Who users of Seerr are here, by its numbers; those that were found just now are kept with `keepPeople`. */
export interface People {
  readonly of: (user: User | null | undefined) => Known | null
  readonly found: readonly { user: User; userId: string }[]
}

interface Asking {
  readonly db: Kysely<RequestTables>
  call(contract: typeof GetStandings, input: InputOf<typeof GetStandings>): Promise<AnswerOf<typeof GetStandings>>
}

/** What one question about standings may hold. */
const MOST = 200

export const nameOf = (user: User): string | null => user.displayName || user.username || user.plexUsername || null

/** Matches users of Seerr with people of ours, by what was kept and else by their Plex id. */
export async function peopleOf(asking: Asking, users: readonly (User | null | undefined)[]): Promise<People> {
  const all = new Map(users.flatMap((user) => (user ? [[user.id, user] as const] : [])))
  const known = new Map<number, Known>()
  const found: { user: User; userId: string }[] = []
  if (all.size === 0) return { of: () => null, found }
  const kept = await asking.db
    .selectFrom('seerr_user')
    .select(['seerr_user_id', 'user_id'])
    .where('seerr_user_id', 'in', [...all.keys()])
    .where('user_id', 'is not', null)
    .execute()
  const userIds = [...new Set(kept.flatMap(({ user_id: id }) => (id === null ? [] : [id])))]
  const mapped = new Set(kept.map(({ seerr_user_id: id }) => id))
  const plexIds = [...all.values()].flatMap(({ id, plexId }) => (mapped.has(id) || plexId === null ? [] : [plexId]))
  const standings: AnswerOf<typeof GetStandings>['items'] = []
  for (let from = 0; from < Math.max(userIds.length, plexIds.length); from += MOST) {
    const part = { userIds: userIds.slice(from, from + MOST), plexIds: plexIds.slice(from, from + MOST) }
    standings.push(...(await asking.call(GetStandings, part)).items)
  }
  for (const { seerr_user_id: id, user_id: userId } of kept) {
    const standing = standings.find((one) => one.userId === userId)
    if (standing) known.set(id, { userId: standing.userId, name: standing.username })
  }
  for (const user of all.values()) {
    const standing = user.plexId === null ? undefined : standings.find(({ plexId }) => plexId === user.plexId)
    if (known.has(user.id) || !standing) continue
    known.set(user.id, { userId: standing.userId, name: standing.username })
    found.push({ user, userId: standing.userId })
  }
  return { of: (user) => (user ? (known.get(user.id) ?? { userId: null, name: nameOf(user) }) : null), found }
}

/** So that nobody is asked for the same person again. */
export async function keepPeople(tx: Transaction<RequestTables>, { found }: People): Promise<void> {
  if (found.length === 0) return
  await tx
    .insertInto('seerr_user')
    .values(
      found.map(({ user, userId }) => ({
        seerr_user_id: user.id,
        user_id: userId,
        plex_id: user.plexId,
        name: nameOf(user),
        checked_at: new Date(),
      })),
    )
    .onConflict((oc) => oc.doNothing())
    .execute()
}
