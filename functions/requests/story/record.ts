import type { Selectable } from 'kysely'
import type { Role } from '../../../contracts/auth.ts'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import type { MediaId } from '../../../contracts/media.ts'
import type { MediaTable, RequestRow } from '../tables.ts'
import { plainly } from './plainly.ts'

/** Who looks at it. */
export interface Viewer {
  userId: string | null
  role: Role | null
}

/** What is known of its title; undefined as long as nobody showed it. */
export type Title = Pick<Selectable<MediaTable>, 'title' | 'artist' | 'year' | 'poster'> | undefined

/** The opaque id of a picture of TMDB: its file name without the dot. Null for what is no such file name. */
export const posterIdOf = (path: string | null | undefined): string | null => {
  const [, name, kind] = /^\/?([\w-]{1,80})\.(jpg|jpeg|png|webp)$/i.exec(path ?? '') ?? []
  return name && kind ? `t-${name}_${kind.toLowerCase()}` : null
}

export const mediaIdOf = ({ media_type, media_id }: Pick<RequestRow, 'media_type' | 'media_id'>): MediaId =>
  media_type === 'music' ? media_id : Number(media_id)

/** A request as the person who looks may see it. */
export function toRecord(row: RequestRow, title: Title, viewer: Viewer, retryBudget: number): MediaRequest {
  const mine = viewer.userId !== null && row.user_id === viewer.userId
  const admin = viewer.role === 'admin'
  const undecided = row.status === 'waiting' || row.status === 'pending'
  return {
    id: row.id,
    mediaType: row.media_type,
    mediaId: mediaIdOf(row),
    title: row.title ?? title?.title ?? null,
    artist: title?.artist ?? null,
    year: title?.year ?? null,
    posterId: posterIdOf(title?.poster),
    is4k: row.is4k,
    seasons: row.seasons,
    status: row.status,
    stage: row.stage,
    waitingFor:
      row.waiting_for !== null && row.waiting_since !== null
        ? {
            service: row.waiting_for,
            since: row.waiting_since.toISOString(),
            reason: plainly(row.waiting_reason ?? '', viewer),
          }
        : null,
    progress:
      row.percent === null
        ? null
        : {
            percent: row.percent,
            etaAt: row.eta_at?.toISOString() ?? null,
            sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
          },
    late:
      row.late_code !== null && row.late_since !== null
        ? { code: row.late_code, since: row.late_since.toISOString(), message: plainly(row.late_message ?? '', viewer) }
        : null,
    reason: row.reason === null ? null : plainly(row.reason, viewer),
    retries:
      row.status === 'failed' || row.retries > 0
        ? {
            made: row.retries,
            left: Math.max(0, retryBudget - row.retries),
            nextAt: row.retry_at?.toISOString() ?? null,
          }
        : null,
    requestedBy: { id: row.user_id, name: row.requested_by ?? 'Somebody' },
    mine,
    seerrId: admin ? row.seerr_id : null,
    playUrl: row.play_url,
    can: {
      withdraw: (mine && undecided) || (admin && ['waiting', 'pending', 'processing', 'failed'].includes(row.status)),
      edit: row.media_type === 'tv' && undecided && (mine || admin),
      approve: admin && row.status === 'pending',
      decline: admin && row.status === 'pending',
      retry: admin && row.status === 'failed',
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
