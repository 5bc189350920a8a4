/** `url`: http(s)://host[:port][/path]; `host-port`: host:port; `host`: a name or an address; `none`: it calls us. */
export type TargetForm = 'url' | 'host-port' | 'host' | 'none'

/** What a good answer holds, so that a sign-in page or another product at its address is not taken for it. */
export interface Expected {
  /** Somewhere in the text; upper and lower case count. */
  text?: string
  /** A JSONPath that finds something. */
  json?: string
  /** One of the values that `json` finds, whatever its case. */
  equals?: string
}

/** What an HTTP service answers while it is alive, without a credential. */
export interface Health {
  /** Below the address of the service. */
  path: string
  query?: Readonly<Record<string, string>>
  /** Default `200-299`. */
  acceptedCodes?: readonly string[]
  /** Asked of answers with a code of 200 to 299 only. */
  expects?: Expected
  /** It answers with this text while it is alive but not quite well; in words for a person. */
  degraded?: { text: string; words: string }
  /** What a code that is not accepted means, as the end of a sentence. */
  codes?: Readonly<Record<number, string>>
}

export interface KindFacts {
  title: string
  target: TargetForm
  /** Of the product, where it has one of its own. */
  port?: number
  health?: Health
  /** It has a row so that nobody invents another name for it, but nothing checks it by itself yet. */
  notYet?: true
}

/** An HTTP product: its port and the path that tells whether it is alive. */
const product = (title: string, port: number, path: string, more: Partial<Health> = {}): KindFacts => ({
  title,
  target: 'url',
  port,
  health: { path, ...more },
})

const says = (json: string, equals: string): Partial<Health> => ({ expects: { json, equals } })

/** Sonarr and its relatives: `{"status":"OK"}`, or 500 with `Error`. */
const arr = (title: string, port: number): KindFacts =>
  product(title, port, '/ping', { ...says('$.status', 'OK'), codes: { 500: 'its database failed; its log says why' } })

/**
 * Every kind of monitor. One more HTTP product is one more line; a kind that asks in another way is a line and a file in
 * `functions/status/kinds/`. Paths and codes are those of the products' own sources or documentation.
 */
const KINDS = {
  http: { title: 'HTTP address', target: 'url' },
  tcp: { title: 'TCP port', target: 'host-port' },
  ping: { title: 'Ping', target: 'host' },
  dns: { title: 'DNS name', target: 'host' },
  push: { title: 'Calls us', target: 'none' },

  plex: product('Plex', 32_400, '/identity', { expects: { text: 'MediaContainer' } }),
  // /api/v1/status asks GitHub first
  overseerr: product('Seerr', 5055, '/api/v1/settings/public', { expects: { json: '$.initialized' } }),
  'uptime-kuma': product('Uptime Kuma', 3001, '/api/entry-page', { expects: { json: '$.type' } }),
  sonarr: arr('Sonarr', 8989),
  radarr: arr('Radarr', 7878),
  lidarr: arr('Lidarr', 8686),
  readarr: arr('Readarr', 8787),
  prowlarr: arr('Prowlarr', 9696),
  bazarr: product('Bazarr', 6767, '/api/system/ping', says('$.status', 'OK')),
  flaresolverr: product('FlareSolverr', 8191, '/health', says('$.status', 'ok')),
  // the login page, or 403 for who has no session
  qbittorrent: product('qBittorrent', 8080, '/', { acceptedCodes: ['200-299', '403'] }),
  // 403 is what it says to a host name that it does not know
  sabnzbd: product('SABnzbd', 8080, '/api', {
    query: { mode: 'version', output: 'json' },
    acceptedCodes: ['200-299', '403'],
  }),
  // without a password nothing is answered but that one is wanted
  nzbget: product('NZBGet', 6789, '/', { acceptedCodes: ['200-299', '401'] }),
  tautulli: product('Tautulli', 8181, '/status', says('$.result', 'success')),
  jellyfin: product('Jellyfin', 8096, '/health', {
    expects: { text: 'Healthy' },
    degraded: { text: 'Degraded', words: 'says that it is degraded, as it is while it starts' },
    codes: { 503: 'it is still starting, or says that it is unhealthy' },
  }),
  audiobookshelf: product('Audiobookshelf', 13_378, '/healthcheck'),
  'calibre-web': product('Calibre-Web', 8083, '/login'),
  lazylibrarian: product('LazyLibrarian', 5299, '/'),
  organizr: product('Organizr', 80, '/api/v2/ping', {
    acceptedCodes: ['200-299', '401'],
    expects: { text: 'pong' },
  }),
  maintainerr: product('Maintainerr', 6246, '/api/health/ready', { codes: { 503: 'its database failed' } }),
  metube: product('MeTube', 8081, '/version'),
  pinchflat: product('Pinchflat', 8945, '/healthcheck'),
  youtarr: product('Youtarr', 3011, '/api/health'),
  tubearchivist: product('TubeArchivist', 8000, '/api/health/'),
  tubesync: product('TubeSync', 4848, '/healthcheck'),
  homepage: product('homepage', 3000, '/api/healthcheck'),
  homarr: product('Homarr', 7575, '/api/health/ready'),
  portainer: product('Portainer', 9000, '/api/system/status', { expects: { json: '$.Version' } }),
  authelia: product('Authelia', 9091, '/api/health', says('$.status', 'OK')),
  'nginx-proxy-manager': product('Nginx Proxy Manager', 81, '/api/', says('$.status', 'OK')),
  prometheus: product('Prometheus', 9090, '/-/healthy', { expects: { text: 'Healthy' } }),
  grafana: product('Grafana', 3000, '/api/health', {
    ...says('$.database', 'ok'),
    codes: { 503: 'its database failed' },
  }),
  // standby and performance standby answer too; sealed (503) and not initialised (501) do not serve
  vault: product('HashiCorp Vault', 8200, '/v1/sys/health', {
    acceptedCodes: ['200', '429', '472', '473'],
    expects: { json: '$.sealed' },
    codes: {
      501: 'it is not initialised yet',
      503: 'it is sealed; unseal it, as a restart does not help',
    },
  }),
  nats: product('NATS', 8222, '/healthz', says('$.status', 'ok')),
  ntfy: product('ntfy', 80, '/v1/health', says('$.healthy', 'true')),
  gotify: product('Gotify', 80, '/health', { expects: { json: '$.health' } }),
  apprise: product('Apprise API', 8000, '/status'),

  docker: { title: 'Docker container', target: 'host', notYet: true },
  exec: { title: 'Command in a container', target: 'host', notYet: true },
} as const satisfies Record<string, KindFacts>

export type MonitorKind = keyof typeof KINDS

export const MONITOR_KINDS: Readonly<Record<MonitorKind, KindFacts>> = KINDS

/** All rows of the table, also those that nothing checks yet, as history may hold them one day. */
export const KIND_NAMES = Object.keys(KINDS) as [MonitorKind, ...MonitorKind[]]

/** What a person may choose. */
export const CHECKED_KINDS: readonly MonitorKind[] = KIND_NAMES.filter((kind) => !MONITOR_KINDS[kind].notYet)

/** The codes that count as alive where nobody says otherwise. */
export const codesOf = (kind: MonitorKind): readonly string[] =>
  MONITOR_KINDS[kind].health?.acceptedCodes ?? ['200-299']
