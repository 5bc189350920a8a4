import { codesOf, type Health, MONITOR_KINDS } from '../../contracts/monitor-kinds.ts'
import type { CredentialName, ServiceName } from '../../contracts/services.ts'
import { joinUrl } from '../../bus/index.ts'
import { arr } from './probes/arr.ts'
import { bazarr } from './probes/bazarr.ts'
import { jellyfin } from './probes/jellyfin.ts'
import { nzbget } from './probes/nzbget.ts'
import { plex } from './probes/plex.ts'
import type { Probe } from './probes/probe.ts'
import { qbittorrent } from './probes/qbittorrent.ts'
import { sabnzbd } from './probes/sabnzbd.ts'
import { seerr } from './probes/seerr.ts'
import { tautulli } from './probes/tautulli.ts'
import { statusPageIn, uptimeKuma } from './probes/uptime-kuma.ts'

/** A product that the portal can be connected to. */
export interface Product {
  title: string
  needs: readonly CredentialName[]
  /** What does instead, each whole; given besides, it may be asked for more. */
  instead?: readonly (readonly CredentialName[])[]
  /** Whether it can be used without any of that. */
  doesWithout?: (config: Readonly<Record<string, unknown>>) => boolean
  defaultPort: number
  /** Where it shows what it needs. */
  hint: string
  /** Asks it with what was given. */
  probe: Probe
  /** The oldest version whose answers we know. */
  since: string
  /** What it is asked for by itself and kept in its `config`. */
  learns: readonly string[]
}

const KEY = ['apiKey'] as const
const LOGIN = ['username', 'password'] as const

/** One row for each product; one more product is one more row, and its name in the contract. */
export const CATALOGUE: Readonly<Record<ServiceName, Product>> = {
  plex: {
    title: 'Plex',
    needs: ['token'],
    defaultPort: 32_400,
    hint: 'Sign in with the Plex account that owns the server, and the portal fetches its token by itself.',
    probe: plex,
    since: '1.25',
    learns: ['machineIdentifier'],
  },
  overseerr: {
    title: 'Seerr',
    needs: KEY,
    defaultPort: 5055,
    hint: 'Seerr, Overseerr and Jellyseerr show the API key in Settings, General.',
    probe: seerr,
    since: '1.29',
    learns: [],
  },
  'uptime-kuma': {
    title: 'Uptime Kuma',
    needs: KEY,
    instead: [['token'], LOGIN],
    doesWithout: (config) => statusPageIn(config) !== null,
    defaultPort: 3001,
    hint: 'Add a key in Settings, API Keys; or give your user name and password there, or a token, and every change is here at once.',
    probe: uptimeKuma,
    since: '1.21',
    learns: [],
  },
  sonarr: {
    title: 'Sonarr',
    needs: KEY,
    defaultPort: 8989,
    hint: 'Sonarr shows the API key in Settings, General, Security.',
    probe: arr('v3'),
    since: '3.0',
    learns: [],
  },
  radarr: {
    title: 'Radarr',
    needs: KEY,
    defaultPort: 7878,
    hint: 'Radarr shows the API key in Settings, General, Security.',
    probe: arr('v3'),
    since: '3.0',
    learns: [],
  },
  lidarr: {
    title: 'Lidarr',
    needs: KEY,
    defaultPort: 8686,
    hint: 'Lidarr shows the API key in Settings, General, Security.',
    probe: arr('v1'),
    since: '1.0',
    learns: [],
  },
  prowlarr: {
    title: 'Prowlarr',
    needs: KEY,
    defaultPort: 9696,
    hint: 'Prowlarr shows the API key in Settings, General, Security.',
    probe: arr('v1'),
    since: '1.0',
    learns: [],
  },
  bazarr: {
    title: 'Bazarr',
    needs: KEY,
    defaultPort: 6767,
    hint: 'Bazarr shows the API key in Settings, General, Security.',
    probe: bazarr,
    since: '1.1',
    learns: [],
  },
  qbittorrent: {
    title: 'qBittorrent',
    needs: LOGIN,
    defaultPort: 8080,
    hint: 'The name and password of its Web UI. As long as none is set, its log shows a new password at every start.',
    probe: qbittorrent,
    since: '4.1',
    learns: [],
  },
  sabnzbd: {
    title: 'SABnzbd',
    needs: KEY,
    defaultPort: 8080,
    hint: 'SABnzbd shows the API key in Config, General, Security. The NZB key is not enough.',
    probe: sabnzbd,
    since: '3.0',
    learns: [],
  },
  nzbget: {
    title: 'NZBGet',
    needs: LOGIN,
    defaultPort: 6789,
    hint: 'ControlUsername and ControlPassword, in Settings, Security.',
    probe: nzbget,
    since: '21.0',
    learns: [],
  },
  tautulli: {
    title: 'Tautulli',
    needs: KEY,
    defaultPort: 8181,
    hint: 'Tautulli shows the API key in Settings, Web Interface.',
    probe: tautulli,
    // CVE-2026-43986
    since: '2.17.1',
    learns: [],
  },
  jellyfin: {
    title: 'Jellyfin',
    needs: KEY,
    defaultPort: 8096,
    hint: 'Add a key in the Dashboard, API Keys.',
    probe: jellyfin,
    since: '10.8',
    learns: [],
  },
}

/** Everything that a service may be given. */
export const takenBy = (service: ServiceName): CredentialName[] => {
  const { needs, instead = [] } = CATALOGUE[service]
  return [...new Set([...needs, ...instead.flat()])]
}

/** Of a config only what the service said of itself. */
export const learned = <T>(service: ServiceName, config: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => CATALOGUE[service].learns.includes(key)))

/** What answers without a credential while it is alive, below its address. */
export function aliveAt(service: ServiceName): Health {
  const { health } = MONITOR_KINDS[service]
  if (!health) throw new Error(`${service} is no kind of monitor with a path`)
  return health
}

/** How the board finds out whether a service at this address is alive. */
export function healthOf(service: ServiceName, url: string): { target: string; acceptedCodes: string[] } {
  const { path, query } = aliveAt(service)
  return { target: joinUrl(url, path, query), acceptedCodes: [...codesOf(service)] }
}
