import { createHash } from 'node:crypto'
import type { Fact } from './facts.ts'
import type { AboutIssue, AboutRequest, Media, Reading } from './parse-webhook.ts'

/** The webhook that says it; of a redo its origin. */
export interface Origin {
  id: string
  receivedAt: Date
  body: string
}

/** A fact with the lane in which a repeat of it is told from news. */
export interface Decision {
  fact: Fact
  /** `seerr-7 request`, `issue-4 issue`, `issue-4 issue comments`: what the word is about. */
  lane: string
  word: string
  mark: string
  /** Whether nothing else is ever said in the lane. */
  once: boolean
  /** The request or issue whose state the word is; null for what has none. */
  stateOf: string | null
}

/** A test that is pressed again after this time is told again, though its body never differs; milliseconds. */
const TEST_REPEATS_MS = 300_000

/** What a webhook states, where, and in which words. */
export function decide(reading: Reading, origin: Origin): Decision {
  const said = { webhookId: origin.id, occurredAt: origin.receivedAt.toISOString() }
  const source = 'overseerr' as const
  switch (reading.says) {
    case 'nothing':
      return {
        fact: { type: 'requests.webhook-not-understood', data: { ...said, source, reason: reading.reason } },
        lane: `raw ${digest(origin.body)}`,
        word: 'not-understood',
        mark: '',
        once: true,
        stateOf: null,
      }
    case 'tested': {
      const mark = String(Math.floor(origin.receivedAt.getTime() / TEST_REPEATS_MS))
      const fact: Fact = { type: 'requests.webhook-tested', data: { ...said, source } }
      return { fact, lane: 'test', word: 'tested', mark, once: true, stateOf: null }
    }
    case 'issue-opened':
    case 'issue-commented':
    case 'issue-resolved':
      return decideIssue(reading, { ...said, confirmed: false })
    default:
      return decideRequest(reading, { ...said, confirmed: false })
  }
}

interface Said {
  webhookId: string
  occurredAt: string
  /** No service is connected yet that could be asked. */
  confirmed: false
}

type RequestReading = Extract<Reading, { request: AboutRequest }>
type IssueReading = Extract<Reading, { issue: AboutIssue }>

function decideRequest(reading: RequestReading, said: Said): Decision {
  const { request } = reading
  const ref = request.requestId === null ? mediaRef(request) : `seerr-${request.requestId}`
  const data = { ...said, ...request, ref }
  // numbers begin anew when Seerr is installed anew, and two may share an address: the title is part of what is said
  const person = request.requestId === null ? ` by=${request.requestedBy ?? ''}` : ''
  const mark = `${mediaRef(request)} seasons=${request.seasons.join()}${person}`
  const about = { lane: `${ref} request`, mark, once: false, stateOf: ref }
  switch (reading.says) {
    case 'asked':
      return { ...about, fact: { type: 'requests.asked', data }, word: `asked seasons=${request.seasons.join()}` }
    case 'approved': {
      const { automatic } = reading
      const fact: Fact = { type: 'requests.approved', data: { ...data, automatic } }
      return { ...about, fact, word: `approved automatic=${automatic}` }
    }
    case 'available': {
      const { partial } = reading
      const fact: Fact = { type: 'requests.available', data: { ...data, partial } }
      return { ...about, fact, word: `available partial=${partial}` }
    }
    default:
      return { ...about, fact: { type: `requests.${reading.says}`, data }, word: reading.says }
  }
}

function decideIssue(reading: IssueReading, said: Said): Decision {
  const { requestId, ...issue } = reading.issue
  const issueRef = issue.issueId === null ? null : `issue-${issue.issueId}`
  const ref = requestId === null ? (issueRef ?? mediaRef(issue)) : `seerr-${requestId}`
  const data = { ...said, ...issue, ref }
  const home = `${ref} issue${issueRef && issueRef !== ref ? ` ${issueRef}` : ''}`
  const mark = `${mediaRef(issue)} ${issue.issueType ?? ''} s=${issue.season ?? ''} e=${issue.episode ?? ''}`
  const about = { lane: home, mark, once: false, stateOf: ref }
  switch (reading.says) {
    case 'issue-opened': {
      const { reopened, message } = reading
      const fact: Fact = { type: 'requests.issue-opened', data: { ...data, reopened, message } }
      return { ...about, fact, word: reopened ? 'reopened' : 'opened' }
    }
    case 'issue-resolved':
      return { ...about, fact: { type: 'requests.issue-resolved', data }, word: 'resolved' }
    default: {
      const { comment, commentedBy } = reading
      const fact: Fact = { type: 'requests.issue-commented', data: { ...data, comment, commentedBy } }
      // the same words again after somebody else's are said again
      const word = `commented ${digest(JSON.stringify([commentedBy, comment]))}`
      return { fact, lane: `${home} comments`, word, mark: '', once: false, stateOf: null }
    }
  }
}

/** For what names no request: the media itself, which the parser has seen to be named. */
function mediaRef({ mediaType, tmdbId, tvdbId, is4k }: Media): string {
  const id = tmdbId === null ? `tvdb-${tvdbId}` : String(tmdbId)
  return `${mediaType}-${id}${is4k ? '-4k' : ''}`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
