import { type Kysely, sql } from 'kysely'
import { type Availability, type MediaSummary, OPEN_STATUSES, type RequestStatus } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { MediaInfo } from '../seerr/shapes.ts'
import { MEDIA } from '../seerr/states.ts'
import { keyOf, type Place } from './titles.ts'

export type Marks = Pick<MediaSummary, 'available' | 'available4k' | 'request' | 'blocklisted'>

/** A request of ours for a title. */
export interface Known extends Place {
  id: string
  status: RequestStatus
  is4k: boolean
  mine: boolean
}

/** Our requests for these titles by `keyOf`: the person's own first, then the newest. */
export async function knownRequests(
  db: Kysely<RequestTables>,
  places: readonly Place[],
  userId: string | null,
): Promise<Map<string, Known[]>> {
  if (places.length === 0) return new Map()
  const { rows } = await sql<Known>`
    select id, media_type as "mediaType", media_id as "mediaId", status, is4k,
      coalesce(user_id = ${userId}::uuid, false) as mine
    from request
    where (media_type, media_id) in (
      select * from unnest(${places.map((one) => one.mediaType)}::text[], ${places.map((one) => one.mediaId)}::text[]))
    order by mine desc, created_at desc, id`.execute(db)
  return Map.groupBy(rows, keyOf)
}

const isOpen = ({ status }: Known): boolean => (OPEN_STATUSES as readonly string[]).includes(status)

/** Whether it is there, in Seerr's numbers; one that is not known is "no". */
export const availabilityOf = (status: number | undefined): Availability =>
  status === MEDIA.available ? 'yes' : status === MEDIA.partial ? 'partly' : 'no'

/** What the house has of it and does about it, by Seerr's own word. */
export function marksBySeerr(info: MediaInfo | null | undefined, known: readonly Known[] = []): Marks {
  return {
    available: availabilityOf(info?.status),
    available4k: availabilityOf(info?.status4k),
    request: shown(known),
    blocklisted: info?.status === MEDIA.blocklisted || info?.status4k === MEDIA.blocklisted,
  }
}

/** The same while Seerr does not answer: as far as our own requests tell, and what it said when the title was opened. */
export function marksByUs(known: readonly Known[] = [], said: Partial<Marks> = {}): Marks {
  const of = (is4k: boolean): Availability => {
    const statuses = known.filter((one) => one.is4k === is4k).map(({ status }) => status)
    const before = (is4k ? said.available4k : said.available) ?? 'no'
    return statuses.includes('available') ? 'yes' : before === 'no' && statuses.includes('partial') ? 'partly' : before
  }
  return {
    available: of(false),
    available4k: of(true),
    request: shown(known),
    blocklisted: said.blocklisted ?? false,
  }
}

function shown(known: readonly Known[]): Marks['request'] {
  const first = known.find(isOpen)
  return first ? { id: first.id, status: first.status, is4k: first.is4k, mine: first.mine } : null
}
