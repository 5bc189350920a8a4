import { type Payload, readPayload } from './payload.ts'

export interface Media {
  title: string | null
  mediaType: 'movie' | 'tv' | null
  tmdbId: number | null
  tvdbId: number | null
  is4k: boolean
}

export interface AboutRequest extends Media {
  requestId: number | null
  requestedBy: string | null
  seasons: number[]
}

export interface AboutIssue extends Media {
  requestId: number | null
  issueId: number | null
  issueType: string | null
  reportedBy: string | null
  season: number | null
  episode: number | null
}

/** What a webhook says, in plain words. */
export type Reading =
  | { says: 'asked' | 'declined' | 'failed'; request: AboutRequest }
  | { says: 'approved'; request: AboutRequest; automatic: boolean }
  | { says: 'available'; request: AboutRequest; partial: boolean }
  | { says: 'issue-opened'; issue: AboutIssue; reopened: boolean; message: string | null }
  | { says: 'issue-commented'; issue: AboutIssue; comment: string; commentedBy: string | null }
  | { says: 'issue-resolved'; issue: AboutIssue }
  | { says: 'tested' }
  | { says: 'nothing'; reason: string }

const not = (reason: string): Reading => ({ says: 'nothing', reason })

/** Turns the raw body of an Overseerr, Jellyseerr or Seerr webhook into what it says. Never throws. */
export function parseWebhook(body: string): Reading {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return not('The body is no JSON.')
  }
  if (Array.isArray(parsed)) return not('The body is a list where an object was expected.')
  if (parsed === null || typeof parsed !== 'object')
    return not(`The body is ${parsed === null ? 'null' : `a ${typeof parsed}`} where an object was expected.`)
  return readingOf(readPayload(parsed as Record<string, unknown>))
}

function readingOf(payload: Payload): Reading {
  if (!payload.notificationtype) return not('It has no notification_type.')
  const type = payload.notificationtype.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
  if (type === 'TEST_NOTIFICATION') return { says: 'tested' }
  const read = READERS.get(type)
  if (!read) return not(`The notification type ${type} is not known.`)
  const media = mediaOf(payload, type)
  const named = payload.requestid !== null || (type.startsWith('ISSUE') && payload.issueid !== null)
  if (!named && !(media.mediaType && (media.tmdbId || media.tvdbId)))
    return not(
      type.startsWith('ISSUE')
        ? 'It names no issue, no request, and no film or series by its id.'
        : 'It names no request, and no film or series by its id.',
    )
  return read(payload, media)
}

const READERS: ReadonlyMap<string, (payload: Payload, media: Media) => Reading> = new Map([
  ['MEDIA_PENDING', (p, m) => ({ says: 'asked', request: requestOf(p, m) })],
  ['MEDIA_APPROVED', (p, m) => ({ says: 'approved', request: requestOf(p, m), automatic: false })],
  ['MEDIA_AUTO_APPROVED', (p, m) => ({ says: 'approved', request: requestOf(p, m), automatic: true })],
  ['MEDIA_DECLINED', (p, m) => ({ says: 'declined', request: requestOf(p, m) })],
  ['MEDIA_FAILED', (p, m) => ({ says: 'failed', request: requestOf(p, m) })],
  ['MEDIA_AVAILABLE', (p, m) => ({ says: 'available', request: requestOf(p, m), partial: isPartial(p, m) })],
  ['ISSUE_CREATED', (p, m) => opened(p, m, false)],
  // not in the sender's list of types, but custom templates write it
  ['ISSUE_REPORTED', (p, m) => opened(p, m, false)],
  ['ISSUE_REOPENED', (p, m) => opened(p, m, true)],
  ['ISSUE_RESOLVED', (p, m) => ({ says: 'issue-resolved', issue: issueOf(p, m) })],
  ['ISSUE_COMMENT', commented],
] satisfies [string, (payload: Payload, media: Media) => Reading][])

const opened = (payload: Payload, media: Media, reopened: boolean): Reading => ({
  says: 'issue-opened',
  issue: issueOf(payload, media),
  reopened,
  message: payload.message,
})

function commented(payload: Payload, media: Media): Reading {
  // the message is the issue's first text, never the new comment
  if (!payload.commentmessage) return not('It says that there is a new comment, but not which.')
  return {
    says: 'issue-commented',
    issue: issueOf(payload, media),
    comment: payload.commentmessage,
    commentedBy: payload.commentedbyusername,
  }
}

const requestOf = (payload: Payload, media: Media): AboutRequest => ({
  ...media,
  requestId: payload.requestid,
  requestedBy: payload.requestedbyusername,
  seasons: [...new Set(payload.extra.get('requestedseasons'))].sort((a, b) => a - b),
})

const issueOf = (payload: Payload, media: Media): AboutIssue => ({
  ...media,
  requestId: payload.requestid,
  issueId: payload.issueid,
  issueType: payload.issuetype?.toLowerCase() ?? null,
  reportedBy: payload.reportedbyusername,
  season: payload.extra.get('affectedseason')?.[0] ?? null,
  episode: payload.extra.get('affectedepisode')?.[0] ?? null,
})

const mediaOf = (payload: Payload, type: string): Media => ({
  title: payload.subject,
  mediaType: mediaTypeOf(payload),
  tmdbId: payload.tmdbid || null,
  tvdbId: payload.tvdbid || null,
  is4k: is4k(payload, type),
})

function mediaTypeOf({ mediatype, event }: Payload): Media['mediaType'] {
  const named = mediatype?.toLowerCase()
  if (named === 'movie' || named === 'tv') return named
  const words = named ?? event ?? ''
  if (/\b(movie|film)/i.test(words)) return 'movie'
  return /\b(tv|show|series)/i.test(words) ? 'tv' : null
}

/** What the status of the wanted quality is around a notification; the other quality's status is some other. */
const ON_THE_WAY = new Set(['PENDING', 'PROCESSING'])
const THERE = new Set(['AVAILABLE', 'PARTIALLY_AVAILABLE'])

/** No field says it: the sender's own text does ("4K Movie Request Approved"), else the status that fits. */
function is4k(payload: Payload, type: string): boolean {
  const { event } = payload
  if (event && /\b4k\b/i.test(event)) return true
  if (type.startsWith('ISSUE') || (event && /\b(movie|series) request\b/i.test(event))) return false
  const fits = type === 'MEDIA_AVAILABLE' ? THERE : ON_THE_WAY
  return fits.has(upper(payload.status4k)) && !fits.has(upper(payload.status))
}

const isPartial = (payload: Payload, media: Media): boolean =>
  upper(media.is4k ? payload.status4k : payload.status) === 'PARTIALLY_AVAILABLE'

const upper = (status: string | null): string => status?.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_') ?? ''
