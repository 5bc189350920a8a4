import { type Kysely, sql, type Transaction } from 'kysely'
import type { NoticePreferences } from '../../../contracts/notices.ts'
import type { Role } from '../../../contracts/auth.ts'
import type { AlertTables } from '../domain.ts'
import { presetFor } from '../delivery/preference.ts'
import { mailerOf } from '../delivery/transmit.ts'

type Db = Kysely<AlertTables> | Transaction<AlertTables>

/** How somebody is told; for whoever is no person, or never chose, how people of the role are. */
export async function preferencesOf(
  db: Db,
  userId: string | null,
  role: Role,
  open: (sealed: string) => string,
): Promise<NoticePreferences> {
  const chosen =
    userId === null
      ? undefined
      : await db.selectFrom('preference').selectAll().where('user_id', '=', userId).executeTakeFirst()
  const { severities, requests, page, push, email, quiet, digest_at, timezone, sealed_email } =
    chosen ?? presetFor(role)
  return {
    severities,
    requests,
    page,
    push,
    email,
    quiet,
    digestAt: digest_at,
    timezone,
    emailAddress: sealed_email === null ? null : opened(sealed_email, open),
    pushBrowsers: userId === null ? 0 : await pushBrowsersOf(db, userId),
    emailPossible: (await mailerOf(db)) !== undefined,
  }
}

/** Null where it can no longer be opened: it has to be entered again. */
function opened(sealed: string, open: (sealed: string) => string): string | null {
  try {
    return open(sealed)
  } catch {
    return null
  }
}

/** How many browsers take web push for a person. */
export async function pushBrowsersOf(db: Db, userId: string): Promise<number> {
  const counted = await db
    .selectFrom('push_browser')
    .select(sql<string>`count(*)`.as('browsers'))
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Number(counted?.browsers ?? 0)
}
