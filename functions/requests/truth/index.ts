import type { AnyFunction } from '../../../bus/index.ts'
import confirmApproved from './confirm-approved.ts'
import confirmAsked from './confirm-asked.ts'
import confirmAvailable from './confirm-available.ts'
import confirmDeclined from './confirm-declined.ts'
import confirmFailed from './confirm-failed.ts'
import confirmIssueCommented from './confirm-issue-commented.ts'
import confirmIssueOpened from './confirm-issue-opened.ts'
import confirmIssueResolved from './confirm-issue-resolved.ts'
import issue from './issue.ts'
import issues from './issues.ts'
import reconcileBack from './reconcile-back.ts'
import reconcileConnected from './reconcile-connected.ts'
import reconcileDue from './reconcile-due.ts'
import reconcile from './reconcile.ts'

export const truthFunctions: readonly AnyFunction[] = [
  confirmAsked,
  confirmApproved,
  confirmDeclined,
  confirmAvailable,
  confirmFailed,
  confirmIssueOpened,
  confirmIssueCommented,
  confirmIssueResolved,
  issues,
  issue,
  reconcile,
  reconcileDue,
  reconcileConnected,
  reconcileBack,
]
