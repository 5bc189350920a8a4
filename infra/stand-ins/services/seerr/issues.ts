import { type Issue, type Media, now, Refusal, type User } from './entities.ts'
import { issueNotice, type NoticeType } from './notices.ts'
import type { World } from './world.ts'

const OPEN = 1
const RESOLVED = 2

export interface Complaint {
  issueType: number
  message: string
  problemSeason?: number | undefined
  problemEpisode?: number | undefined
}

export function openIssue(world: World, by: User, media: Media, complaint: Complaint): Issue {
  const at = now()
  const { issueType, message, problemSeason = 0, problemEpisode = 0 } = complaint
  const issue: Issue = {
    id: world.nextId('issue'),
    issueType,
    status: OPEN,
    problemSeason,
    problemEpisode,
    media,
    createdBy: by,
    modifiedBy: null,
    comments: [comment(world, by, message)],
    createdAt: at,
    updatedAt: at,
  }
  world.issues.set(issue.id, issue)
  tell(world, 'ISSUE_CREATED', issue)
  return issue
}

export function commentOn(world: World, issue: Issue, by: User, message: string): void {
  issue.comments.push(comment(world, by, message))
  issue.updatedAt = now()
  tell(world, 'ISSUE_COMMENT', issue)
}

/** Says so only when it was not so before. */
export function setIssue(world: World, issue: Issue, by: User, state: 'open' | 'resolved'): void {
  const next = state === 'open' ? OPEN : RESOLVED
  const changed = issue.status !== next
  issue.status = next
  issue.modifiedBy = by
  issue.updatedAt = now()
  if (changed) tell(world, next === OPEN ? 'ISSUE_REOPENED' : 'ISSUE_RESOLVED', issue)
}

/** An unknown one is 500 in the product. */
export function issueOf(world: World, id: number, status = 500): Issue {
  const issue = world.issues.get(id)
  if (!issue) throw new Refusal(status, 'Issue not found.')
  return issue
}

function comment(world: World, user: User, message: string): Issue['comments'][number] {
  const at = now()
  return { id: world.nextId('comment'), message, user, createdAt: at, updatedAt: at }
}

function tell(world: World, type: NoticeType, issue: Issue): void {
  const notice = issueNotice(world, type, issue)
  if (notice) world.notify(notice)
}
