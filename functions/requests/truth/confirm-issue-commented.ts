import { IssueCommented } from '../../../contracts/requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { confirmIssue } from './confirm-issue.ts'
import { HEARING_ISSUES } from './confirm.ts'

export default defineFunction({
  name: 'requests.confirm-issue-commented',
  summary: 'Asks Seerr itself when a webhook says that somebody commented on a problem.',
  domain: requests,
  on: IssueCommented,
  ...HEARING_ISSUES,
  timeout: '30s',
  concurrency: { perProcess: 4 },
  run: confirmIssue,
})
