import type { DataOf } from '../../../contracts/define.ts'
import type { IssueMoved } from '../../../contracts/media-issues.ts'
import type { RequestMoved } from '../../../contracts/media-requests.ts'
import type { Severity } from '../../../contracts/alerts.ts'
import type { Message } from '../channels/message.ts'

/** What is told of a request, once each until its contrary was told. */
export type Fact = 'pending' | 'approved' | 'declined' | 'partial' | 'available' | 'failed' | 'refused' | 'removed'

type Moved = DataOf<typeof RequestMoved>

/** What a step is for people, if anything. A status counts where it turned to it, whoever saw it first. */
export function factOf({ step, status, previousStatus }: Moved): Fact | null {
  const turned = previousStatus !== null || step === 'asked' || step === 'sent'
  if (turned && (status === 'available' || status === 'partial')) return status
  if (turned && status === 'pending') return 'pending'
  return step === 'approved' || step === 'declined' || step === 'failed' || step === 'refused' || step === 'removed'
    ? step
    : null
}

/** A fact is news again after one of these was told. */
const CONTRARY: Record<Fact, readonly Fact[]> = {
  pending: ['approved', 'declined'],
  approved: ['declined', 'refused'],
  declined: ['approved'],
  partial: ['removed'],
  available: ['removed'],
  failed: ['available', 'partial'],
  refused: [],
  removed: ['available', 'partial', 'approved'],
}

/** Whether a fact is news after what was told already, the oldest first. */
export function isNews(fact: Fact, told: readonly string[]): boolean {
  const last = told.lastIndexOf(fact)
  return last < 0 || told.slice(last).some((one) => (CONTRARY[fact] as readonly string[]).includes(one))
}

export interface Words {
  title: string
  text: string
  severity: Severity
  mood: Message['mood']
}

const KIND = { movie: 'A film', tv: 'A series', music: 'An album' } as const

const REQUEST_WORDS: Record<Fact, (name: string, reason: string | undefined) => Words> = {
  pending: (name) => ({
    title: `Asked for: ${name}`,
    text: 'It waits for an admin to approve or decline it.',
    severity: 'info',
    mood: 'neutral',
  }),
  approved: (name) => ({
    title: `Approved: ${name}`,
    text: 'It is on its way; you are told when it is in Plex.',
    severity: 'info',
    mood: 'good',
  }),
  declined: (name, reason) => ({
    title: `Declined: ${name}`,
    text: reason ? `The reason: ${reason}` : 'No reason was given.',
    severity: 'info',
    mood: 'neutral',
  }),
  partial: (name) => ({
    title: `Partly in Plex: ${name}`,
    text: 'Some of what you asked for can be played; the rest follows.',
    severity: 'info',
    mood: 'good',
  }),
  available: (name) => ({ title: `In Plex: ${name}`, text: 'It can be played.', severity: 'info', mood: 'good' }),
  failed: (name, reason) => ({
    title: `Did not work yet: ${name}`,
    text: `${reason ? `${reason} ` : ''}It is tried again by itself; nothing is lost.`,
    severity: 'warning',
    mood: 'bad',
  }),
  refused: (name, reason) => ({
    title: `Not possible: ${name}`,
    text: reason ?? 'Seerr did not take it.',
    severity: 'warning',
    mood: 'bad',
  }),
  removed: (name) => ({
    title: `Removed: ${name}`,
    text: 'The request was deleted at Seerr. Ask again if you still want it.',
    severity: 'info',
    mood: 'neutral',
  }),
}

/** News of a request in words. */
export function requestWords(fact: Fact, { title, mediaType, is4k, seasons, words, detail }: Moved): Words {
  const which =
    seasons.length === 1 ? `season ${seasons[0]}` : seasons.length > 1 ? `seasons ${seasons.join(', ')}` : ''
  const more = [which, is4k ? '4K' : ''].filter(Boolean).join(', ')
  return REQUEST_WORDS[fact](`${title ?? KIND[mediaType]}${more ? ` (${more})` : ''}`, words || detail.reason)
}

const ISSUE_WORDS = {
  opened: ['Problem reported', 'Somebody reported a problem with it.'],
  commented: ['About your problem', 'Somebody said something about it.'],
  resolved: ['Solved', 'The problem that you reported is marked as resolved.'],
  reopened: ['Reported again', 'The problem is not solved after all.'],
} as const

/** News of a reported problem in words. */
export function issueWords({ change, title, mediaType, season, episode }: DataOf<typeof IssueMoved>): Words {
  const [head, text] = ISSUE_WORDS[change]
  const place = season === null ? '' : ` (S${season}${episode === null ? '' : `E${episode}`})`
  const mood = change === 'resolved' ? 'good' : 'neutral'
  return { title: `${head}: ${title ?? KIND[mediaType]}${place}`, text, severity: 'info', mood }
}
