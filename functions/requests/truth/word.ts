import type { RequestStatus } from '../../../contracts/media.ts'
import type { Request } from '../seerr/shapes.ts'
import { MEDIA, REQUEST } from '../seerr/states.ts'

/** How a request stands by Seerr's own word. */
export type Word = Exclude<RequestStatus, 'waiting' | 'withdrawn'>

type Seen = Pick<Request, 'status' | 'type' | 'is4k' | 'seasons'> & {
  media: Pick<Request['media'], 'status' | 'status4k' | 'seasons'>
}

/**
 * How a request stands, by its own number and that of its media: Overseerr leaves what is fulfilled at approved, newer
 * ones complete it. Null where the numbers mean nothing to us, as those of a newer version may.
 */
export function wordOf(request: Seen): Word | null {
  const media = request.is4k ? request.media.status4k : request.media.status
  switch (request.status) {
    case REQUEST.pending:
      return media === MEDIA.blocklisted ? 'refused' : 'pending'
    case REQUEST.declined:
      return 'declined'
    case REQUEST.approved:
    case REQUEST.completed:
    case REQUEST.failed:
      return decided(request, media)
    default:
      return arrived(request, media) === 'all' ? 'available' : null
  }
}

function decided(request: Seen, media: number): Word {
  if (media === MEDIA.blocklisted) return 'refused'
  // nothing that is approved stands at unknown but what was taken out of the library again
  const gone = media === MEDIA.deleted || media === MEDIA.unknown
  if (request.status === REQUEST.completed) return gone ? 'removed' : 'available'
  const there = arrived(request, media)
  if (there === 'all') return 'available'
  if (request.status === REQUEST.failed) return 'failed'
  if (gone && there === 'none') return 'removed'
  return there === 'some' ? 'partial' : 'processing'
}

/** How much of what was asked for is there; the record of a season counts before that of the whole series. */
function arrived({ type, is4k, seasons, media: { seasons: records } }: Seen, media: number): 'all' | 'some' | 'none' {
  if (type === 'movie' || seasons.length === 0) return media === MEDIA.available ? 'all' : 'none'
  const standings = seasons.map(({ seasonNumber, status }) => {
    if (status === REQUEST.completed) return MEDIA.available
    const record = records.find((one) => one.seasonNumber === seasonNumber)
    if (!record) return media === MEDIA.available ? MEDIA.available : MEDIA.unknown
    return is4k ? record.status4k : record.status
  })
  if (standings.every((standing) => standing === MEDIA.available)) return 'all'
  return standings.some((standing) => standing === MEDIA.available || standing === MEDIA.partial) ? 'some' : 'none'
}

export const seasonsOf = ({ seasons }: Pick<Request, 'seasons'>): number[] =>
  [...new Set(seasons.map(({ seasonNumber }) => seasonNumber))].sort((a, b) => a - b)
