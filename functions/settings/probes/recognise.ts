import { defineOutside, joinUrl, type OutsideAnswer } from '../../../bus/index.ts'
import type { ServiceName } from '../../../contracts/services.ts'
import { JellyfinInfo } from './jellyfin.ts'
import { PlexIdentity } from './plex.ts'
import { type Ask, askAt, brief, textIn, type Told } from './probe.ts'
import { SabnzbdVersion } from './sabnzbd.ts'
import { SeerrPublic, whichSeerr } from './seerr.ts'
import { KumaEntry } from './uptime-kuma.ts'

/** A product that was recognised without a credential. */
export interface Recognised {
  name: ServiceName
  product: string
  version: string | null
}

const outside = defineOutside({ name: 'The service', maxBytes: 500_000 })

/** What gives a product away. */
type Sign = (ask: Ask) => Promise<(Told & { name: ServiceName }) | null>

const SIGNS: readonly Sign[] = [
  async (ask) => {
    const { data } = await ask('/identity', { schema: PlexIdentity })
    return { name: 'plex', product: 'Plex', version: data?.MediaContainer.version }
  },
  async (ask) => {
    const { data } = await ask('/api/v1/settings/public', { schema: SeerrPublic })
    return data ? { name: 'overseerr', ...(await whichSeerr(ask, data, 1000)) } : null
  },
  async (ask) => {
    const { data } = await ask('/api/entry-page', { schema: KumaEntry })
    return data ? { name: 'uptime-kuma', product: 'Uptime Kuma' } : null
  },
  async (ask) => {
    const { data } = await ask('/System/Info/Public', { schema: JellyfinInfo })
    return data && data.ProductName.startsWith('Jellyfin')
      ? { name: 'jellyfin', product: 'Jellyfin', version: data.Version }
      : null
  },
  async (ask) => {
    const { data } = await ask('/api', { query: { mode: 'version', output: 'json' }, schema: SabnzbdVersion })
    return data ? { name: 'sabnzbd', product: 'SABnzbd', version: data.version } : null
  },
  async (ask) => {
    const answer = await ask('/', { accept: 'text', expect: [401, 403] })
    return byRealm(answer) ?? byTitle(textIn(answer))
  },
]

const byRealm = ({ headers }: OutsideAnswer<unknown>): { name: ServiceName; product: string } | null =>
  /realm="?NZBGet/i.test(headers.get('www-authenticate') ?? '') ? { name: 'nzbget', product: 'NZBGet' } : null

/** Names as they stand in the title of the first page or of the page that asks for a password. */
const TITLES: readonly (readonly [RegExp, ServiceName, string])[] = [
  [/\bsonarr\b/i, 'sonarr', 'Sonarr'],
  [/\bradarr\b/i, 'radarr', 'Radarr'],
  [/\blidarr\b/i, 'lidarr', 'Lidarr'],
  [/\bprowlarr\b/i, 'prowlarr', 'Prowlarr'],
  [/\bbazarr\b/i, 'bazarr', 'Bazarr'],
  [/\bqbittorrent\b/i, 'qbittorrent', 'qBittorrent'],
  [/\bsabnzbd\b/i, 'sabnzbd', 'SABnzbd'],
  [/\bnzbget\b/i, 'nzbget', 'NZBGet'],
  [/\btautulli\b/i, 'tautulli', 'Tautulli'],
]

function byTitle(page: string): { name: ServiceName; product: string } | null {
  const title = /<title>([^<]{1,200})<\/title>/i.exec(page)?.[1] ?? ''
  const [found] = TITLES.flatMap(([pattern, name, product]) => (pattern.test(title) ? [{ name, product }] : []))
  return found ?? null
}

/** Which product answers at an address, within so many milliseconds; null when it is none that we know. */
export async function recognise(url: string, signal: AbortSignal, timeoutMs = 2000): Promise<Recognised | null> {
  const ask = askAt(outside, joinUrl(url, ''), signal, timeoutMs)
  const told = await Promise.all(SIGNS.map((sign) => sign(ask).catch(() => null)))
  const found = told.find((one) => one !== null)
  if (!found) return null
  const { product = found.name, version = null } = brief(found)
  return { name: found.name, product, version }
}
