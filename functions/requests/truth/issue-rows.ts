import { type Kysely, sql } from 'kysely'
import type { RequestTables } from '../domain.ts'

/** Issues with what stands beside them, of one person or (null) of everybody. */
export function issueRows(db: Kysely<RequestTables>, userId: string | null) {
  const rows = db
    .selectFrom('issue')
    .leftJoin('media', (join) =>
      join.onRef('media.media_type', '=', 'issue.media_type').onRef('media.media_id', '=', 'issue.media_id'),
    )
    .selectAll('issue')
    .select([
      'media.title as known_title',
      'media.poster',
      sql<number>`(select count(*)::int from issue_comment where issue_id = issue.id)`.as('comments'),
    ])
  return userId === null ? rows : rows.where('issue.user_id', '=', userId)
}
