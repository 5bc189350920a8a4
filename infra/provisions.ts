import { provide, type Provision } from '../bus/provided.ts'
import { plexTvUrl } from '../functions/auth/plex/addresses.ts'
import { discoveryHosts } from '../functions/settings/discovery.ts'
import type { Config } from './config.ts'

/** What functions are handed of this machine and its configuration; `ctx.provided` finds it. */
export const provisionsOf = (config: Config): Provision[] => [
  provide(discoveryHosts, config.discoveryHosts),
  provide(plexTvUrl, config.plexTvUrl),
]
