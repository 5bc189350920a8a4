import type { DataOf } from '../../../contracts/define.ts'
import type { MediaSummary } from '../../../contracts/media.ts'
import type { RequestMoved } from '../../../contracts/media-requests.ts'

export type Moved = DataOf<typeof RequestMoved>

const OVER = new Set<Moved['status']>(['declined', 'refused', 'withdrawn', 'removed'])

/** Whether a message is about this title. */
const isAbout = ({ mediaType, id }: Pick<MediaSummary, 'mediaType' | 'id'>, moved: Moved): boolean =>
  moved.mediaType === mediaType && moved.mediaId === String(id)

/** Titles with their marks as they are after what was just heard; what is about none of them changes nothing. */
export function remark(items: readonly MediaSummary[], moved: Moved, me: string | undefined): MediaSummary[] {
  const { requestId, status, is4k, userId } = moved
  return items.map((item) => {
    if (!isAbout(item, moved)) return item
    const here = status === 'available' ? 'yes' : status === 'partial' ? 'partly' : undefined
    const mine = userId !== null && userId === me
    const request =
      OVER.has(status) || status === 'available'
        ? item.request?.id === requestId
          ? null
          : item.request
        : { id: requestId, status, is4k, mine }
    return { ...item, request, ...(here && { [is4k ? 'available4k' : 'available']: here }) }
  })
}
