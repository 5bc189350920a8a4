import { TakeFromKuma, SourceLost } from '../../../contracts/kuma.ts'
import { GetConnection, ServiceDisconnected } from '../../../contracts/services.ts'
import { MonitorRemoved } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { reconcile } from './reconcile.ts'
import { SOURCE } from './source.ts'

export default defineFunction({
  name: 'status.kuma-disconnected',
  summary: 'Takes the monitors of Uptime Kuma off the board when it is disconnected.',
  domain: status,
  on: ServiceDisconnected,
  onlyKey: SOURCE,
  timeout: '30s',
  emits: [MonitorRemoved, SourceLost],
  calls: [GetConnection, TakeFromKuma],
  run: (_connection, ctx) => reconcile(ctx, ctx.now()),
})
