import { RequestAvailable } from '../../../contracts/requests.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { confirmRequest, HEARING } from './confirm.ts'

export default defineFunction({
  name: 'requests.confirm-available',
  summary: 'Asks Seerr itself when a webhook says that something came.',
  domain: requests,
  on: RequestAvailable,
  ...HEARING,
  timeout: '30s',
  concurrency: { perProcess: 4 },
  run: confirmRequest,
})
