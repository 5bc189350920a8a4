import { provide, type Provision } from '../bus/provided.ts'
import { DELIVERY_RULES, deliveryRules } from '../functions/alerts/delivery/rules.ts'
import { ownFolders } from '../functions/alerts/engine/machine.ts'
import { plexTvUrl } from '../functions/auth/plex/addresses.ts'
import { discoveryHosts } from '../functions/settings/discovery.ts'
import type { Config } from './config.ts'

/** What functions are handed of this machine and its configuration; `ctx.provided` finds it. */
export const provisionsOf = (config: Config): Provision[] => [
  provide(deliveryRules, { ...DELIVERY_RULES, portalUrl: config.publicUrl ?? null }),
  provide(discoveryHosts, config.discoveryHosts),
  provide(ownFolders, { data: config.dataDir, backups: config.backupDir }),
  provide(plexTvUrl, config.plexTvUrl),
]
