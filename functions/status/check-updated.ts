import { CauseChanged, MonitorUpdated, StatusChanged } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { checkNow } from './check-now.ts'
import { status } from './domain.ts'

export default defineFunction({
  name: 'status.check-updated',
  summary: 'Checks a changed monitor at once.',
  domain: status,
  on: MonitorUpdated,
  emits: [StatusChanged, CauseChanged],
  // the longest timeout of a monitor is a minute, and its parents may take another
  timeout: '135s',
  run: ({ monitorId }, ctx) => checkNow(monitorId, ctx),
})
