import type { Transaction } from 'kysely'
import type { Decision } from './decide.ts'
import type { RequestTables } from './domain.ts'

type Tx = Transaction<RequestTables>
type Open = (sealed: string) => string

/**
 * The same without what somebody wrote here: that is kept under their own name, and Seerr may say it under another's, as
 * whoever has no account at Plex reports as its owner. There it could not be forgotten with them.
 */
export async function withoutOwnWords(tx: Tx, decision: Decision, open: Open): Promise<Decision> {
  const { fact } = decision
  if (fact.type === 'requests.issue-opened') {
    const { message, issueId, tmdbId } = fact.data
    const isOurs = message !== null && (await reportsOf(tx, issueId, tmdbId)).some((sealed) => open(sealed) === message)
    return isOurs ? { ...decision, fact: { ...fact, data: { ...fact.data, message: null } } } : decision
  }
  if (fact.type === 'requests.issue-commented') {
    const { comment, issueId } = fact.data
    const isOurs = (await commentsOf(tx, issueId)).some((sealed) => open(sealed) === comment)
    return isOurs ? { ...decision, fact: { ...fact, data: { ...fact.data, comment: '' } } } : decision
  }
  return decision
}

/** Seerr tells of a report before it answers whoever makes it: then its number is not known here yet. */
async function reportsOf(tx: Tx, issueId: number | null, tmdbId: number | null): Promise<string[]> {
  const rows = await tx
    .selectFrom('issue')
    .select('sealed_message')
    .where('user_id', 'is not', null)
    .where('media_id', '=', String(tmdbId))
    .where((eb) => eb.or([eb('seerr_id', 'is', null), eb('seerr_id', '=', issueId)]))
    .execute()
  return rows.map((row) => row.sealed_message)
}

async function commentsOf(tx: Tx, issueId: number | null): Promise<string[]> {
  const rows = await tx
    .selectFrom('issue_comment')
    .innerJoin('issue', 'issue.id', 'issue_comment.issue_id')
    .select('issue_comment.sealed_message')
    .where('issue_comment.user_id', 'is not', null)
    .where('issue.seerr_id', '=', issueId)
    .execute()
  return rows.map((row) => row.sealed_message)
}
