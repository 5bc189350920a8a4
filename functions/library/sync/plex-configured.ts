import { SyncLibrary } from '../../../contracts/plex-library.ts'
import { ServiceConfigured } from '../../../contracts/services.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { readOut } from './read-out.ts'

export default defineFunction({
  name: 'library.plex-configured',
  summary: 'Reads the Plex library as soon as a server is connected, or connected in another way.',
  domain: library,
  on: ServiceConfigured,
  onlyKey: 'plex',
  timeout: '10m',
  calls: [SyncLibrary],
  run: (_connection, ctx) => readOut(ctx, true),
})
