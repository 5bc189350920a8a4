import type { At } from './at-seerr.ts'
import type { Job } from './destination.ts'
import { commentIssue, listIssues, openIssue, readIssue, turnIssue } from '../seerr/issues.ts'
import { readMovie, readTv } from '../seerr/media.ts'
import type { Issue } from '../seerr/shapes.ts'
import { ISSUE_STATUS, ISSUE_TYPE, MEDIA } from '../seerr/states.ts'
import { type Outcome, refused } from './outcome.ts'
import { meaningOf, notThrough } from './words.ts'

type Perform = (job: Job, at: At) => Promise<Outcome>

const OWNER = 1

/** Reports it as whoever found it. Told before, it first looks whether it arrived. */
export const openAtSeerr: Perform = (job, at) =>
  trying(at, job, async (sending) => {
    const { issue } = job
    if (!issue) return { is: 'gone' }
    const { seerr, as, patience } = at
    if (job.begunAt) {
      const arrived = await findOwn(job, at)
      if (arrived) return { is: 'done', issue: arrived }
      sending.unsure = false
    }
    const title = await (issue.media_type === 'movie' ? readMovie : readTv)(seerr, Number(issue.media_id), patience)
    if (!title) {
      const reason = 'Seerr does not reach TMDB, where titles are looked up.'
      return { is: 'waiting', on: 'TMDB', reason, mayHaveArrived: false, answered: true }
    }
    const info = title.mediaInfo
    const there = [info?.status, info?.status4k].some(
      (status) => status === MEDIA.available || status === MEDIA.partial,
    )
    if (!info || !there)
      return refused('CONFLICT', 'This is not in the library, so there is nothing to report about it.')
    const complaint = {
      issueType: ISSUE_TYPE[issue.kind],
      message: job.body.message ?? '',
      mediaId: info.id,
      ...(issue.season === null ? {} : { problemSeason: issue.season }),
      ...(issue.episode === null ? {} : { problemEpisode: issue.episode }),
    }
    sending.unsure = true
    const answer = await openIssue(seerr, complaint, as, patience)
    return isIssue(answer.data) ? { is: 'done', issue: answer.data } : meaningOf(answer)
  })

export const commentAtSeerr: Perform = (job, at) =>
  trying(at, job, async (sending) => {
    const id = job.issue?.seerr_id ?? null
    const { message } = job.body
    if (id === null || message === undefined) return { is: 'gone' }
    if (job.begunAt) {
      const issue = await readIssue(at.seerr, id, at.patience)
      if (!issue) return { is: 'gone' }
      if (commentOf(issue, message, at.as ?? OWNER, job.begunAt)) return { is: 'done', issue }
      sending.unsure = false
    }
    sending.unsure = true
    let answer = await commentIssue(at.seerr, id, message, at.as, at.patience)
    // an admin here need not be one there
    if (answer.status === 403 && job.body.isAdmin)
      answer = await commentIssue(at.seerr, id, message, undefined, at.patience)
    return isIssue(answer.data) ? { is: 'done', issue: answer.data } : meaningOf(answer)
  })

export const turnIssueAtSeerr =
  (to: 'resolved' | 'open'): Perform =>
  (job, at) =>
    trying(at, job, async () => {
      const id = job.issue?.seerr_id ?? null
      if (id === null) return { is: 'gone' }
      const answer = await turnIssue(at.seerr, id, to, at.as, at.patience)
      if (isIssue(answer.data)) return { is: 'done', issue: answer.data }
      const standing = await readIssue(at.seerr, id, at.patience)
      return standing?.status === ISSUE_STATUS[to] ? { is: 'done', issue: standing } : meaningOf(answer)
    })

const isIssue = (data: object | undefined): data is Issue => data !== undefined && 'comments' in data

async function trying(
  { patience }: At,
  { begunAt }: Job,
  tell: (sending: { unsure: boolean }) => Promise<Outcome>,
): Promise<Outcome> {
  const sending = { unsure: begunAt !== null }
  try {
    return await tell(sending)
  } catch (error) {
    const waiting = notThrough(error, patience.signal, sending.unsure)
    return begunAt ? { ...waiting, mayHaveArrived: sending.unsure } : waiting
  }
}

const CLOCKS_MS = 10 * 60_000

/** The report that arrived although nobody said so: of that user, about the same, in the same words. */
async function findOwn({ issue, body, begunAt }: Job, { seerr, as, patience, errand }: At): Promise<Issue | null> {
  if (!issue || !begunAt) return null
  const { items } = await listIssues(seerr, { take: 50, skip: 0, filter: 'all', sort: 'added' }, patience)
  for (const one of items) {
    const fits =
      one.media.tmdbId === Number(issue.media_id) &&
      one.createdBy?.id === (as ?? OWNER) &&
      one.issueType === ISSUE_TYPE[issue.kind] &&
      one.comments[0]?.message === body.message &&
      new Date(one.createdAt).getTime() >= begunAt.getTime() - CLOCKS_MS
    if (!fits) continue
    const other = errand.db.selectFrom('issue').select('id').where('seerr_id', '=', one.id).where('id', '!=', issue.id)
    if (!(await other.executeTakeFirst())) return one
  }
  return null
}

/** The comment with these words by that user; authors stand in the answer about one issue only. */
export const commentOf = (
  issue: Issue,
  message: string,
  by: number | null,
  since: Date,
): Issue['comments'][number] | undefined =>
  issue.comments.findLast(
    (comment) =>
      comment.message === message &&
      (by === null || !comment.user || comment.user.id === by) &&
      new Date(comment.createdAt).getTime() >= since.getTime() - CLOCKS_MS,
  )
