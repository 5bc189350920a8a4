import { MonitorRemoved, ServiceBoard } from '../../contracts/status.ts'
import { defineFunction } from '../../bus/index.ts'
import { status } from './domain.ts'

export default defineFunction({
  name: 'status.clear-tile',
  summary: 'Takes the tile of a removed monitor off the board, also when its remover died before it could.',
  domain: status,
  on: MonitorRemoved,
  run: ({ monitorId }, ctx) => ctx.state(ServiceBoard).remove(monitorId),
})
