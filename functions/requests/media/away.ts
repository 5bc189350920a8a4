import type { Kysely } from 'kysely'
import type { RequestTables } from '../domain.ts'
import { NO_SEERR } from '../seerr/connected.ts'

export interface Away {
  /** Who does not answer. */
  who: 'Seerr' | 'TMDB'
  /** Since when; null where that is not known. */
  since: Date | null
}

/** When Seerr was noticed to be away; null while it answers. */
export async function seerrDownSince(db: Kysely<RequestTables>): Promise<Date | null> {
  const row = await db.selectFrom('upstream').select('down_since').where('name', '=', 'seerr').executeTakeFirst()
  return row?.down_since ?? null
}

/** What a person is told. The hour of their clock is not known here, so it says how long. */
export function notice({ who, since }: Away, now: Date, shown: string): string {
  const ms = since ? now.getTime() - since.getTime() : 0
  const long = ms >= 60_000 ? `has not answered for ${spent(ms)}` : 'does not answer'
  return who === 'Seerr' ? `Seerr ${long}: ${shown}` : `Seerr reaches TMDB no longer: ${shown}`
}

function spent(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}

/** Why nothing can be asked, for the person who asks. */
export const notConnected = (is: 'missing' | 'off', role: string | null): string =>
  is === 'off' ? NO_SEERR.off : role === 'admin' ? NO_SEERR.admin : NO_SEERR.member
