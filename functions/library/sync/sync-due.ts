import { SyncLibrary } from '../../../contracts/plex-library.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { readOut } from './read-out.ts'

export default defineFunction({
  name: 'library.sync-due',
  summary: 'Sees to it that the Plex libraries are read: at the start, every ten minutes, and to the end.',
  domain: library,
  every: '1m',
  catchUp: 'last',
  timeout: '10m',
  concurrency: { perProcess: 1 },
  calls: [SyncLibrary],
  run: (_slot, ctx) => readOut(ctx),
})
