import { type Transaction, sql } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { IssueMoved } from '../../../contracts/media-issues.ts'
import { derivedId } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import type { Issue } from '../seerr/shapes.ts'
import type { IssueRow } from '../tables.ts'
import type { Job } from './destination.ts'
import { commentOf } from './issues-at-seerr.ts'
import { type Outcome, type Refusal, refused } from './outcome.ts'
import { dequeue, isTooOften, keepWaiting } from './queue.ts'

type Tx = Transaction<RequestTables>
export type IssueChange = InputOf<typeof IssueMoved>['change']

export interface IssueSettling {
  /** The person still waits for the answer: it counts only if Seerr took it or could not be reached. */
  live: boolean
  seal: (text: string) => string
  announce: (moved: InputOf<typeof IssueMoved>) => unknown
}

export const CHANGE_OF: Partial<Readonly<Record<Job['kind'], IssueChange>>> = {
  'open-issue': 'opened',
  'comment-issue': 'commented',
  'resolve-issue': 'resolved',
  'reopen-issue': 'reopened',
}

/** Makes a change of an issue true here, under a version of its own, and announces it. */
export async function changeIssue(
  tx: Tx,
  id: string,
  change: IssueChange,
  by: { userId: string | null; at: Date },
  announce: IssueSettling['announce'],
): Promise<void> {
  const status = change === 'resolved' ? 'resolved' : change === 'reopened' ? 'open' : undefined
  const row = await tx
    .updateTable('issue')
    .set({ ...(status ? { status } : {}), version: sql`version + 1`, updated_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!row) return
  announce({
    issueId: row.id,
    version: Number(row.version),
    userId: row.user_id,
    change,
    kind: row.kind,
    mediaType: row.media_type,
    mediaId: row.media_id,
    title: row.title,
    season: row.season,
    episode: row.episode,
    byUserId: by.userId,
    at: by.at.toISOString(),
    source: 'portal',
  })
}

/** Writes what came of telling Seerr about an issue. Gives the refusal where there is one. */
export async function settleIssue(tx: Tx, job: Job, outcome: Outcome, how: IssueSettling): Promise<Refusal | null> {
  const id = job.issue?.id ?? ''
  const row = await tx.selectFrom('issue').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  const change = CHANGE_OF[job.kind]
  if (!row || !change) {
    await dequeue(tx, job.id)
    return null
  }
  const by = { userId: job.userId, at: new Date(job.body.at ?? Date.now()) }
  const count = (): Promise<void> => (how.live ? changeIssue(tx, id, change, by, how.announce) : Promise.resolve())
  if (outcome.is === 'done') {
    await dequeue(tx, job.id)
    if (outcome.issue) await number(tx, row, job, outcome.issue)
    // what was read of it before this is old
    await tx
      .updateTable('issue')
      .set({ updated_at: sql`clock_timestamp()` })
      .where('id', '=', id)
      .execute()
    await count()
    return null
  }
  if (outcome.is === 'waiting') {
    const tries = await keepWaiting(tx, job.id, outcome)
    if (!isTooOften(tries, outcome)) {
      await count()
      return null
    }
  }
  await dequeue(tx, job.id)
  const refusal = refusalOf(outcome)
  await (how.live ? takeBack(tx, job) : sayRefused(tx, row, job, refusal, how))
  return refusal
}

function refusalOf(outcome: Exclude<Outcome, { is: 'done' }>): Refusal {
  if (outcome.is === 'refused') return outcome
  if (outcome.is === 'waiting') return refused('UPSTREAM_FAILED', `Seerr could not take it: ${outcome.reason}`)
  return refused('CONFLICT', 'Seerr has this problem no longer.')
}

/** Seerr's numbers of what it has now. */
async function number(tx: Tx, row: IssueRow, { kind, body }: Job, issue: Issue): Promise<void> {
  if (kind === 'open-issue' && row.seerr_id === null) {
    const twin = await tx
      .selectFrom('issue')
      .select('id')
      .where('seerr_id', '=', issue.id)
      .forUpdate()
      .executeTakeFirst()
    if (twin) {
      await tx.updateTable('issue_comment').set({ issue_id: row.id }).where('issue_id', '=', twin.id).execute()
      await tx.deleteFrom('issue').where('id', '=', twin.id).execute()
    }
    await tx.updateTable('issue').set({ seerr_id: issue.id }).where('id', '=', row.id).execute()
  }
  if (kind !== 'comment-issue' || !body.commentId || body.message === undefined) return
  const comment = commentOf(issue, body.message, null, new Date(body.at ?? 0))
  if (!comment) return
  // what the reading of Seerr made of it meanwhile is the same
  await tx.deleteFrom('issue_comment').where('seerr_id', '=', comment.id).where('id', '!=', body.commentId).execute()
  await tx.updateTable('issue_comment').set({ seerr_id: comment.id }).where('id', '=', body.commentId).execute()
}

/** Nobody was told of it yet. */
async function takeBack(tx: Tx, { kind, issue, body }: Job): Promise<void> {
  if (kind === 'open-issue')
    await tx
      .deleteFrom('issue')
      .where('id', '=', issue?.id ?? '')
      .execute()
  if (kind === 'comment-issue' && body.commentId)
    await tx.deleteFrom('issue_comment').where('id', '=', body.commentId).execute()
}

/** Whoever was told that it waits reads why it went no further. */
async function sayRefused(tx: Tx, row: IssueRow, job: Job, refusal: Refusal, how: IssueSettling): Promise<void> {
  const now = new Date()
  await tx
    .insertInto('issue_comment')
    .values({
      id: derivedId('requests.issue-refused', job.id),
      issue_id: row.id,
      name: 'Seerr',
      sealed_message: how.seal(`Seerr did not take this. ${refusal.message}`),
      at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute()
  // how it stands there is news again
  await tx.updateTable('issue').set({ seen: null }).where('id', '=', row.id).execute()
  const by = { userId: null, at: now }
  await changeIssue(tx, row.id, job.kind === 'open-issue' ? 'resolved' : 'commented', by, how.announce)
}
