import { SyncLibrary } from '../../../contracts/plex-library.ts'
import { ServiceDisconnected } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { readOut } from './read-out.ts'

export default defineFunction({
  name: 'library.plex-disconnected',
  summary: 'Notes that no Plex server is connected any more.',
  domain: library,
  on: ServiceDisconnected,
  onlyKey: 'plex',
  timeout: '10m',
  calls: [SyncLibrary],
  run: (_connection, ctx) => readOut(ctx, true),
})
