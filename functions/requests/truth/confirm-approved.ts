import { RequestApproved } from '../../../contracts/requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { confirmRequest, HEARING } from './confirm.ts'

export default defineFunction({
  name: 'requests.confirm-approved',
  summary: 'Asks Seerr itself when a webhook says that a request was approved.',
  domain: requests,
  on: RequestApproved,
  ...HEARING,
  timeout: '30s',
  concurrency: { perProcess: 4 },
  run: confirmRequest,
})
