import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { Severity } from '../../../contracts/alerts.ts'
import type { NoticeLeft } from '../../../contracts/notices.ts'
import type { DeliveryTables } from '../delivery/tables.ts'

/** Something to leave for one person on the page. */
export interface NewNotice {
  userId: string
  /** What it is about, such as `alert:<id>`: a later one about the same takes its place and is unread again. */
  subject: string
  title: string
  body: string
  severity: Severity
  path: string
  at: Date
}

/** More at once are announced by the last one only: whoever hears of it asks for the list anyway. */
const ANNOUNCED = 5

/**
 * Leaves notices for people, in the transaction of what they are about, and announces them. One that is older than what
 * is there about the same changes nothing.
 */
export async function leaveNotices(
  tx: Transaction<DeliveryTables>,
  notices: readonly NewNotice[],
  announce: (left: InputOf<typeof NoticeLeft>) => unknown,
): Promise<void> {
  if (notices.length === 0) return
  const json = notices.map(({ userId, at, ...rest }) => ({
    id: randomUUID(),
    user_id: userId,
    at: at.toISOString(),
    ...rest,
  }))
  const { rows } = await sql<{ id: string; user_id: string; severity: Severity; at: Date }>`
    insert into notice as n (id, user_id, subject, title, body, severity, path, at)
      select id, user_id, subject, title, body, severity, path, at from jsonb_to_recordset(${JSON.stringify(json)}::jsonb)
        as given(id uuid, user_id uuid, subject text, title text, body text, severity text, path text, at timestamptz)
    on conflict (user_id, subject) do update set
      title = excluded.title, body = excluded.body, severity = excluded.severity, path = excluded.path,
      at = excluded.at, read_at = null
      where n.at <= excluded.at
    returning id, user_id, severity, at`.execute(tx)
  for (const [userId, left] of Map.groupBy(rows, (row) => row.user_id)) {
    const told = left.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(left.length > ANNOUNCED ? -1 : 0)
    for (const { id, severity, at } of told) announce({ userId, noticeId: id, severity, at: at.toISOString() })
  }
}
