import type { Transaction } from 'kysely'
import { TURNS, type Turn } from '../../../contracts/request-delivery.ts'
import type { RequestTables } from '../domain.ts'
import type { Destination, Job, Performed } from './destination.ts'
import { settleIssue } from './settle-issue.ts'
import { settleSubmit } from './settle-submit.ts'
import { settleTurn } from './settle-turn.ts'
import { type Announcing, keepLearned } from './told.ts'

const isTurn = (job: Job): job is Job & { kind: Turn } => (TURNS as readonly string[]).includes(job.kind)

/** Writes what came of telling what waited in line. */
export async function settleInLine(
  tx: Transaction<RequestTables>,
  destination: Destination,
  job: Job,
  performed: Performed,
  announcing: Announcing,
  seal: (text: string) => string,
): Promise<void> {
  await keepLearned(tx, destination, performed, announcing)
  const { outcome } = performed
  const title = performed.title ?? performed.album
  if (title && job.request)
    await tx.updateTable('request').set({ title: title.title }).where('id', '=', job.request.id).execute()
  if (job.kind === 'submit') await settleSubmit(tx, job, outcome, announcing.moved)
  else if (isTurn(job)) await settleTurn(tx, job, outcome, null, announcing.moved)
  else await settleIssue(tx, job, outcome, { live: false, seal, announce: announcing.issue })
}
