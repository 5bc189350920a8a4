import { sql } from 'kysely'
import { SOURCE, type Tx } from './source.ts'

/** Whoever follows says so more often than this; when it does not, another one may. */
const LEASE_MS = 15_000

/** How long it may be silent before that is said. */
const GRACE_MS = 60_000

interface Claim {
  holder: string
  /** Of the connection. */
  version: number
}

const leaseEnd = (now: Date): Date => new Date(now.getTime() + LEASE_MS)

/** Takes the lease where it is free, ours, or of an older connection. False: somebody else follows. */
export async function claim(tx: Tx, { holder, version }: Claim, now: Date): Promise<boolean> {
  const mine = sql<boolean>`source.holder = ${holder} and source.version = ${version}`
  const claimed = await tx
    .insertInto('source')
    .values({ name: SOURCE, version, holder, held_until: leaseEnd(now), followed_since: now })
    .onConflict((oc) =>
      oc
        .column('name')
        .doUpdateSet({
          version,
          holder,
          held_until: leaseEnd(now),
          followed_since: sql<Date>`case when ${mine} then source.followed_since else ${now} end`,
        })
        .where(sql<boolean>`source.holder = ${holder} or source.held_until < ${now} or source.version < ${version}`),
    )
    .returning('name')
    .executeTakeFirst()
  return claimed !== undefined
}

interface Word extends Claim {
  heard: boolean
  error: string | null
  /** Sealed. */
  token: string | null
}

/** Prolongs the lease of whoever has it, and notes whether there was a word. Null: it is not theirs any more. */
export async function hold(tx: Tx, word: Word, now: Date): Promise<{ lost: boolean } | null> {
  const { holder, version, heard, error, token } = word
  const held = await tx
    .updateTable('source')
    .set({
      held_until: leaseEnd(now),
      error,
      ...(heard ? { heard_at: now } : {}),
      ...(token === null ? {} : { token, token_version: version }),
    })
    .where('name', '=', SOURCE)
    .where('holder', '=', holder)
    .where('version', '=', version)
    .returning('lost_at')
    .executeTakeFirst()
  return held ? { lost: held.lost_at !== null } : null
}

/** Notes that it is lost, once, when it was silent for longer than the grace while somebody tried. */
export async function noteIfLost(tx: Tx, now: Date): Promise<{ error: string } | null> {
  const silentSince = new Date(now.getTime() - GRACE_MS)
  const lost = await tx
    .updateTable('source')
    .set({ lost_at: now })
    .where('name', '=', SOURCE)
    .where('lost_at', 'is', null)
    // never heard at all: nothing of it is shown that could be lost
    .where('heard_at', '<', silentSince)
    .where('followed_since', '<', silentSince)
    .returning('error')
    .executeTakeFirst()
  return lost ? { error: lost.error ?? 'Uptime Kuma does not answer.' } : null
}

export const noteFound = (tx: Tx): Promise<unknown> =>
  tx.updateTable('source').set({ lost_at: null }).where('name', '=', SOURCE).execute()
