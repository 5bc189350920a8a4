import { createRequire } from 'node:module'
import path from 'node:path'
import { diskCache } from '../bus/disk-cache.ts'
import { provide, type Provision } from '../bus/provided.ts'
import { DELIVERY_RULES, deliveryRules } from '../functions/alerts/delivery/rules.ts'
import { ownFolders } from '../functions/alerts/engine/machine.ts'
import { plexTvUrl } from '../functions/auth/plex/addresses.ts'
import { keptPosters } from '../functions/requests/media/picture.ts'
import { musicBrainzPlace } from '../functions/requests/music/musicbrainz.ts'
import { keptPictures } from '../functions/library/pictures/kept.ts'
import { discoveryHosts } from '../functions/settings/discovery.ts'
import type { Config } from './config.ts'

/** Some 20,000 posters. */
const KEPT_PICTURES_BYTES = 500_000_000

const KEPT_POSTERS_BYTES = 200_000_000

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** As MusicBrainz wants it: the program, and where whoever runs it is found. */
const userAgentOf = ({ publicUrl }: Config): string =>
  `MediaNest/${version} ( ${publicUrl ?? 'https://medianest.example'} )`

/** What functions are handed of this machine and its configuration; `ctx.provided` finds it. */
export const provisionsOf = (config: Config): Provision[] => [
  provide(deliveryRules, { ...DELIVERY_RULES, portalUrl: config.publicUrl ?? null }),
  provide(discoveryHosts, config.discoveryHosts),
  provide(ownFolders, { data: config.dataDir, backups: config.backupDir }),
  provide(plexTvUrl, config.plexTvUrl),
  provide(musicBrainzPlace, { url: config.musicBrainzUrl, userAgent: userAgentOf(config) }),
  provide(keptPosters, diskCache(path.join(config.dataDir, 'cache', 'images'), KEPT_POSTERS_BYTES)),
  provide(keptPictures, diskCache(path.join(config.dataDir, 'cache', 'plex'), KEPT_PICTURES_BYTES)),
]
