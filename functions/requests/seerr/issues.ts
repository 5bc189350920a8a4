import { z } from 'zod'
import type { OutsideAnswer } from '../../../bus/index.ts'
import type { Seerr } from './client.ts'
import type { Patience } from './media.ts'
import { REFUSALS, Said } from './requests.ts'
import { Issue, IssuePage } from './shapes.ts'

export interface Complaint {
  issueType: number
  message: string
  /** Its own number of the media, not TMDB's. */
  mediaId: number
  problemSeason?: number
  problemEpisode?: number
}

const Answered = z.union([Issue, Said.loose()])
export type IssueAnswer = OutsideAnswer<Issue | z.output<typeof Said> | undefined>

/** Each gives the issue as it is then. Throws `OutsideError`. */
export const openIssue = (
  seerr: Seerr,
  complaint: Complaint,
  as: number | undefined,
  patience: Patience = {},
): Promise<IssueAnswer> =>
  seerr.call('/issue', { method: 'POST', body: complaint, schema: Answered, expect: REFUSALS, ...patience }, { as })

export const commentIssue = (
  seerr: Seerr,
  id: number,
  message: string,
  as: number | undefined,
  patience: Patience = {},
): Promise<IssueAnswer> =>
  seerr.call(
    `/issue/${id}/comment`,
    { method: 'POST', body: { message }, schema: Answered, expect: REFUSALS, ...patience },
    { as },
  )

export const turnIssue = (
  seerr: Seerr,
  id: number,
  to: 'resolved' | 'open',
  as: number | undefined,
  patience: Patience = {},
): Promise<IssueAnswer> =>
  seerr.call(
    `/issue/${id}/${to}`,
    { method: 'POST', schema: Answered, expect: REFUSALS, repeatable: true, ...patience },
    { as },
  )

/** One issue with its comments and their authors; null when it is not there (404, and 500 of older versions). */
export async function readIssue(seerr: Seerr, id: number, patience: Patience = {}): Promise<Issue | null> {
  const { data, status } = await seerr.call(`/issue/${id}`, { schema: Issue, expect: [404, 500], ...patience })
  return status === 200 ? (data ?? null) : null
}

/** A page of issues, newest first. Throws `OutsideError`. */
export async function listIssues(
  seerr: Seerr,
  list: { take: number; skip: number; filter: 'all' | 'open' | 'resolved'; sort?: 'added' | 'modified' },
  patience: Patience = {},
): Promise<{ items: Issue[]; length: number; total: number }> {
  const { data } = await seerr.call('/issue', { query: { ...list }, schema: IssuePage, ...patience })
  return { ...data.results, total: data.pageInfo.results }
}
