import { TakeFromKuma, SourceLost } from '../../../contracts/kuma.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { MonitorRemoved } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { reconcile } from './reconcile.ts'

export default defineFunction({
  name: 'status.follow-kuma',
  summary: 'Sees to it that one process follows Uptime Kuma while it is connected, and says when it is lost.',
  domain: status,
  every: '15s',
  // also how long what it says may take to be stored
  timeout: '30s',
  concurrency: { perProcess: 1 },
  emits: [MonitorRemoved, SourceLost],
  calls: [GetConnection, TakeFromKuma],
  run: ({ at }, ctx) => reconcile(ctx, at),
})
