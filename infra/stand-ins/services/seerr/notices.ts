import {
  type Issue,
  ISSUE_STATUS_WORDS,
  ISSUE_WORDS,
  type Media,
  MEDIA_WORDS,
  type MediaRequest,
  type User,
} from './entities.ts'
import { knownTitle, type World } from './world.ts'

/** The bit of each kind in the agent's `types`. */
export const NOTICE_BITS = {
  MEDIA_PENDING: 2,
  MEDIA_APPROVED: 4,
  MEDIA_AVAILABLE: 8,
  MEDIA_FAILED: 16,
  TEST_NOTIFICATION: 32,
  MEDIA_DECLINED: 64,
  MEDIA_AUTO_APPROVED: 128,
  ISSUE_CREATED: 256,
  ISSUE_COMMENT: 512,
  ISSUE_RESOLVED: 1024,
  ISSUE_REOPENED: 2048,
} as const
export type NoticeType = keyof typeof NOTICE_BITS

/** What a template is filled with. */
export interface Notice {
  type: NoticeType
  variables: Record<string, string>
  /** Which blocks of the template apply; the others become null. */
  blocks: readonly string[]
  extra: { name: string; value: string }[]
}

const MESSAGE_LIMIT = 500
const REQUEST_EVENTS: Partial<Record<NoticeType, (what: string) => string>> = {
  MEDIA_PENDING: (what) => `New ${what} Request`,
  MEDIA_APPROVED: (what) => `${what} Request Approved`,
  MEDIA_AUTO_APPROVED: (what) => `${what} Request Automatically Approved`,
  MEDIA_AVAILABLE: (what) => `${what} Request Now Available`,
  MEDIA_DECLINED: (what) => `${what} Request Declined`,
  MEDIA_FAILED: (what) => `${what} Request Failed`,
}
const ISSUE_EVENTS: Partial<Record<NoticeType, (what: string) => string>> = {
  ISSUE_CREATED: (what) => `New ${what}Issue Reported`,
  ISSUE_COMMENT: (what) => `New Comment on ${what}Issue`,
  ISSUE_RESOLVED: (what) => `${what}Issue Resolved`,
  ISSUE_REOPENED: (what) => `${what}Issue Reopened`,
}
/** Of something else the event names no kind. */
const ISSUE_NAMES = ['', 'Video ', 'Audio ', 'Subtitle ', '']
/** Whom a notice is for, when it is for one person: the one who asked. */
const FOR_THE_ASKER: readonly NoticeType[] = ['MEDIA_APPROVED', 'MEDIA_DECLINED', 'MEDIA_AVAILABLE']

/**
 * What is said of a request, with the media as it stands when this is called: the product says it before it changes the
 * media's status. Nothing while TMDB is down, as it cannot name the title then.
 */
export function requestNotice(world: World, type: NoticeType, request: MediaRequest): Notice | undefined {
  const { media, requestedBy, is4k, seasons } = request
  const about = mediaVariables(world, media)
  if (!about) return undefined
  const what = `${is4k ? '4K ' : ''}${request.type === 'movie' ? 'Movie' : 'Series'}`
  const numbers = seasons.map(({ seasonNumber }) => seasonNumber).join(', ')
  return {
    type,
    blocks: ['media', 'request'],
    variables: {
      ...about,
      event: REQUEST_EVENTS[type]?.(what) ?? '',
      request_id: String(request.id),
      ...person('requestedBy', requestedBy),
      ...(FOR_THE_ASKER.includes(type) ? person('notifyuser', requestedBy) : {}),
    },
    extra: request.type === 'tv' ? [{ name: 'Requested Seasons', value: numbers }] : [],
  }
}

/** What is said of an issue; `message` is always its first text. */
export function issueNotice(world: World, type: NoticeType, issue: Issue): Notice | undefined {
  const about = mediaVariables(world, issue.media)
  if (!about) return undefined
  const comment = type === 'ISSUE_COMMENT' ? issue.comments.at(-1) : undefined
  const { problemEpisode } = issue
  const problemSeason = issue.media.mediaType === 'tv' ? issue.problemSeason : 0
  const extra = []
  if (problemSeason > 0) extra.push({ name: 'Affected Season', value: String(problemSeason) })
  if (problemSeason > 0 && problemEpisode > 0) extra.push({ name: 'Affected Episode', value: String(problemEpisode) })
  return {
    type,
    blocks: ['media', 'issue', ...(comment ? ['comment'] : [])],
    variables: {
      ...about,
      event: ISSUE_EVENTS[type]?.(ISSUE_NAMES[issue.issueType] ?? '') ?? '',
      message: issue.comments[0]?.message ?? '',
      issue_id: String(issue.id),
      issue_type: ISSUE_WORDS[issue.issueType] ?? '',
      issue_status: ISSUE_STATUS_WORDS[issue.status] ?? '',
      ...person('reportedBy', issue.createdBy),
      ...(comment ? { comment_message: comment.message, ...person('commentedBy', comment.user) } : {}),
    },
    extra,
  }
}

function mediaVariables(world: World, media: Media): Record<string, string> | undefined {
  const title = world.tmdbIsDown ? undefined : knownTitle(world, media.mediaType, media.tmdbId)
  return (
    title && {
      subject: `${title.title} (${title.year})`,
      message: cut(title.overview),
      image: `https://image.tmdb.org/t/p/w600_and_h900_bestv2${title.posterPath}`,
      media_type: media.mediaType,
      media_tmdbid: String(media.tmdbId),
      media_tvdbid: media.tvdbId === null ? '' : String(media.tvdbId),
      media_status: MEDIA_WORDS[media.status] ?? '',
      media_status4k: MEDIA_WORDS[media.status4k] ?? '',
    }
  )
}

/** At a blank, with an ellipsis. */
function cut(text: string): string {
  return text.length <= MESSAGE_LIMIT ? text : `${text.slice(0, MESSAGE_LIMIT - 1).replace(/\s+\S*$/, '')}…`
}

function person(as: string, user: User): Record<string, string> {
  return { [`${as}_email`]: user.email, [`${as}_username`]: displayName(user), [`${as}_avatar`]: user.avatar }
}

export function displayName({ username, plexUsername, email }: User): string {
  return username ?? plexUsername ?? email
}
