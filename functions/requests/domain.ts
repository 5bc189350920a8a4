import { defineDomain, type StatementTable } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { requestStory } from './migrations/0002-requests.ts'
import type * as tables from './tables.ts'

export interface RequestTables {
  statement: StatementTable
  /** How each request and each issue stands, by what was said about it. */
  request_state: {
    lane: string
    ref: string
    /** The last word in the order of arrival: `approved automatic=false`. */
    word: string
    version: string
    /** When the webhook arrived that said it. */
    occurred_at: Date
  }
  media: tables.MediaTable
  request: tables.RequestTable
  step: tables.StepTable
  outgoing: tables.OutgoingTable
  seerr_user: tables.SeerrUserTable
  upstream: tables.UpstreamTable
  approval_rule: tables.ApprovalRuleTable
  rule_approval: tables.RuleApprovalTable
  issue: tables.IssueTable
  issue_comment: tables.IssueCommentTable
}

export const requests = defineDomain<RequestTables>({
  name: 'requests',
  migrations: { '0001_init': init, '0002_requests': requestStory },
})
