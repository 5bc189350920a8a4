import { TakeFromKuma, SourceLost } from '../../../contracts/kuma.ts'
import { GetConnection, ServiceConfigured } from '../../../contracts/services.ts'
import { MonitorRemoved } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { reconcile } from './reconcile.ts'
import { SOURCE } from './source.ts'

export default defineFunction({
  name: 'status.kuma-configured',
  summary: 'Follows Uptime Kuma as soon as it is connected, in the way that the connection has now.',
  domain: status,
  on: ServiceConfigured,
  onlyKey: SOURCE,
  timeout: '30s',
  emits: [MonitorRemoved, SourceLost],
  calls: [GetConnection, TakeFromKuma],
  run: (_connection, ctx) => reconcile(ctx, ctx.now()),
})
