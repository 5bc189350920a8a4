import { IssueResolved } from '../../../contracts/requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { confirmIssue } from './confirm-issue.ts'
import { HEARING_ISSUES } from './confirm.ts'

export default defineFunction({
  name: 'requests.confirm-issue-resolved',
  summary: 'Asks Seerr itself when a webhook says that a problem was resolved.',
  domain: requests,
  on: IssueResolved,
  ...HEARING_ISSUES,
  timeout: '30s',
  concurrency: { perProcess: 4 },
  run: confirmIssue,
})
