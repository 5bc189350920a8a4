import type { Selectable } from 'kysely'
import type { MediaIssue } from '../../../contracts/media-issues.ts'
import { posterIdOf, type Viewer } from '../story/record.ts'
import type { IssueTable } from '../tables.ts'

/** What stands beside an issue: its title's picture, and how many said something about it. */
export interface BesideIssue {
  title: string | null
  poster: string | null
  comments: number
}

/** An issue as the person who looks may see it; the message is the opened one. */
export function toIssue(
  row: Selectable<IssueTable>,
  message: string,
  { title, poster, comments }: BesideIssue,
  viewer: Viewer,
): MediaIssue {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    mediaType: row.media_type,
    mediaId: Number(row.media_id),
    title: row.title ?? title,
    posterId: posterIdOf(poster),
    season: row.season,
    episode: row.episode,
    message,
    reportedBy: { id: row.user_id, name: row.reported_by ?? 'Somebody' },
    mine: viewer.userId !== null && row.user_id === viewer.userId,
    waitingSince: row.seerr_id === null ? row.created_at.toISOString() : null,
    comments,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
