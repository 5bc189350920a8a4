import type { AnyFunction } from '../../../bus/index.ts'
import approve from '../approve.ts'
import commentIssue from '../comment-issue.ts'
import decline from '../decline.ts'
import deliver from '../deliver.ts'
import deliverOnReturn from '../deliver-on-return.ts'
import deliverOutgoing from '../deliver-outgoing.ts'
import edit from '../edit.ts'
import openIssue from '../open-issue.ts'
import place from '../place.ts'
import quota from '../quota/quota.ts'
import reopenIssue from '../reopen-issue.ts'
import report from '../report.ts'
import resolveIssue from '../resolve-issue.ts'
import retry from '../retry.ts'
import say from '../say.ts'
import submit from '../submit.ts'
import turn from '../turn.ts'
import turnIssue from '../turn-issue.ts'
import withdraw from '../withdraw.ts'

/** Asking and deciding, and what sees to it that Seerr hears of it. */
export const outgoingFunctions: readonly AnyFunction[] = [
  submit,
  place,
  withdraw,
  edit,
  approve,
  decline,
  retry,
  turn,
  openIssue,
  commentIssue,
  resolveIssue,
  reopenIssue,
  report,
  say,
  turnIssue,
  quota,
  deliver,
  deliverOnReturn,
  deliverOutgoing,
]
