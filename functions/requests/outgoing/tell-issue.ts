import type { Transaction } from 'kysely'
import type { MediaIssue } from '../../../contracts/media-issues.ts'
import type { RequestTables } from '../domain.ts'
import { NO_SEERR } from '../seerr/connected.ts'
import type { IssueRow } from '../tables.ts'
import { toIssue } from '../truth/issue-record.ts'
import { issueRows } from '../truth/issue-rows.ts'
import { atSeerr } from './at-seerr.ts'
import type { Body, Job } from './destination.ts'
import { enqueue, lock, somethingWaits } from './queue.ts'
import { CHANGE_OF, changeIssue, settleIssue } from './settle-issue.ts'
import { type Announcing, DIRECT_MS, errandOf, keepLearned, mayDecide, type Told } from './told.ts'

type Tx = Transaction<RequestTables>

interface Telling {
  commandId: string
  at: string
  kind: Job['kind']
  body: Body
  /** Serialises what is about the same. */
  about: string
  /** Finds or makes the issue, or refuses. `told`: this command was carried out before. */
  prepare(tx: Tx): Promise<{ issue: IssueRow; told: boolean }>
}

/** Stores something about an issue and tells Seerr at once, unless older things wait. Gives the issue's id. */
export async function tellIssue(ctx: Told, telling: Telling, announcing: Announcing): Promise<string> {
  const { commandId, at, kind, body } = telling
  const link = await atSeerr.connect(errandOf(ctx))
  if ('missing' in link) return ctx.refuse('CONFLICT', ctx.meta.role === 'admin' ? link.missing : NO_SEERR.member)
  const { userId } = ctx.meta
  const begun = await ctx.write(async (tx) => {
    await lock(tx, telling.about)
    const { issue, told } = await telling.prepare(tx)
    const outgoing = tx.selectFrom('outgoing').select('id').where('id', '=', commandId)
    if (told || (await outgoing.executeTakeFirst())) return { issue, job: null }
    // what it goes on from is not there yet
    const direct = !(await somethingWaits(tx, atSeerr)) && (kind === 'open-issue' || issue.seerr_id !== null)
    const because = 'What was told before goes first.'
    const sealed = ctx.seal(JSON.stringify(body))
    await enqueue(
      tx,
      { id: commandId, kind, userId, body: sealed, issueId: issue.id, since: new Date(at) },
      direct,
      because,
    )
    const change = CHANGE_OF[kind]
    if (!direct && change) await changeIssue(tx, issue.id, change, { userId, at: new Date(at) }, announcing.issue)
    const job: Job = { id: commandId, kind, userId, body, request: null, issue, begunAt: null }
    return { issue, job: direct ? job : null }
  })
  const { job, issue } = begun
  if (!job) return issue.id
  const performed = await link.perform(job, { signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(DIRECT_MS)]) })
  const refusal = await ctx.write(async (tx) => {
    await keepLearned(tx, atSeerr, performed, announcing)
    return settleIssue(tx, job, performed.outcome, {
      live: true,
      seal: (text) => ctx.seal(text),
      announce: announcing.issue,
    })
  })
  return refusal ? ctx.refuse(refusal.code, refusal.message) : issue.id
}

/** An issue that the person may talk about and turn: their own, or any for an admin. */
export async function visibleIssue(tx: Tx, ctx: Told, id: string): Promise<IssueRow> {
  const row = await tx.selectFrom('issue').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  const mine = row !== undefined && row.user_id !== null && row.user_id === ctx.meta.userId
  return row && (mine || mayDecide(ctx.meta)) ? row : ctx.refuse('NOT_FOUND')
}

export async function shownIssue(ctx: Told, id: string): Promise<MediaIssue> {
  const row = await issueRows(ctx.db, null).where('issue.id', '=', id).executeTakeFirst()
  if (!row) return ctx.refuse('NOT_FOUND')
  const { userId, role } = ctx.meta
  return toIssue(row, ctx.open(row.sealed_message), { ...row, title: row.known_title }, { userId, role })
}
