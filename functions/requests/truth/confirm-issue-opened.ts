import { IssueOpened } from '../../../contracts/requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { confirmIssue } from './confirm-issue.ts'
import { HEARING_ISSUES } from './confirm.ts'

export default defineFunction({
  name: 'requests.confirm-issue-opened',
  summary: 'Asks Seerr itself when a webhook says that a problem was reported.',
  domain: requests,
  on: IssueOpened,
  ...HEARING_ISSUES,
  timeout: '30s',
  concurrency: { perProcess: 4 },
  run: confirmIssue,
})
