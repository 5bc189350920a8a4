import type { Context } from 'hono'
import { arr, keeper } from './arr.ts'
import { atLeast, empty, type Product, says, type Setup, text } from './product.ts'
import { qbittorrent } from './qbittorrent.ts'
import { seerr } from './seerr.ts'
import { uptimeKuma } from './uptime-kuma.ts'
import { nzbget, sabnzbd } from './usenet.ts'

/** Every service that can be played. A row is made anew for each stand-in, as some remember. */
export const PRODUCTS = {
  overseerr: () => seerr('Overseerr', '1.34.0'),
  jellyseerr: () => seerr('Jellyseerr', '2.7.3'),
  seerr: () => seerr('Seerr', '3.1.0'),
  'uptime-kuma': uptimeKuma,
  sonarr: () => keeper('sonarr'),
  radarr: () => keeper('radarr'),
  lidarr: () => keeper('lidarr'),
  prowlarr: () => arr('Prowlarr', 9696, '2.3.0.5236', 'v1'),
  bazarr: () => bazarr,
  qbittorrent,
  sabnzbd,
  nzbget,
  tautulli: () => tautulli,
  jellyfin: () => jellyfin,
} satisfies Record<string, () => Product>

export type ServiceName = keyof typeof PRODUCTS

const bazarr: Product = {
  title: 'Bazarr',
  usualPort: 6767,
  version: '1.5.3',
  credential: 'key',
  api: '/api',
  open: { 'GET /api/system/ping': says({ status: 'OK' }) },
  // the body was not recorded: a client must not read it
  guard: (c, { key }) =>
    (c.req.header('x-api-key') ?? c.req.query('apikey')) === key
      ? undefined
      : Response.json({ message: 'Unauthorized' }, { status: 401 }),
  guarded: {
    'GET /api/system/status': says(({ version }) => ({
      data: {
        bazarr_version: version,
        package_version: '',
        sonarr_version: '4.0.16.2944',
        radarr_version: '6.0.4.10291',
        operating_system: 'Linux-6.1.0-34-amd64-x86_64-with',
        python_version: '3.12.10',
        database_engine: 'Sqlite 3.49.1',
        database_migration: 'e17a5a6a5f93',
        bazarr_directory: '/app/bazarr/bin',
        bazarr_config_directory: '/config',
        start_time: 1_746_981_678.123_456_7,
        timezone: 'Europe/Vienna',
      },
    })),
  },
}

const tautulli: Product = {
  title: 'Tautulli',
  usualPort: 8181,
  version: 'v2.17.2',
  credential: 'key',
  api: '/api',
  open: { 'GET /status': says({ result: 'success', message: 'Ok' }) },
  guard(c, { key, version }) {
    const sent = c.req.query('apikey')
    if (sent === key) return undefined
    // 401 in 2.17; an older one may say it under 200
    const message = sent === undefined ? 'Parameter apikey is required' : 'Invalid apikey'
    return envelope(message, atLeast(version, '2.17') ? 401 : 200)
  },
  guarded: {
    'GET /api/v2'(c, { version }) {
      const data = tautulliData(c, version)
      if (!data) return envelope('Unknown command', 400)
      return Response.json({ response: { result: 'success', message: null, data } })
    },
  },
}

function envelope(message: string, status: number): Response {
  return Response.json({ response: { result: 'error', message, data: {} } }, { status })
}

function tautulliData(c: Context, version: string): object | undefined {
  const streams = { stream_count: '0', stream_count_transcode: 0, total_bandwidth: 0, lan_bandwidth: 0, sessions: [] }
  return {
    get_tautulli_info: { tautulli_version: version, tautulli_branch: 'master', tautulli_platform: 'Linux' },
    status: {},
    get_activity: streams,
    server_status: { connected: true },
  }[c.req.query('cmd') ?? '']
}

const jellyfin: Product = {
  title: 'Jellyfin',
  usualPort: 8096,
  version: '10.11.11',
  credential: 'key',
  api: '/System',
  redirectsToBase: true,
  open: {
    'GET /health': () => text('Healthy'),
    'GET /System/Ping': says('Jellyfin Server'),
    'GET /System/Info/Public': says((setup) => jellyfinInfo(setup)),
  },
  guard: (c, setup) => (jellyfinKey(c, setup) === setup.key ? undefined : empty(401)),
  guarded: { 'GET /System/Info': says((setup) => ({ ...jellyfinInfo(setup), HasPendingRestart: false })) },
}

function jellyfinInfo({ version, port, base }: Setup): object {
  return {
    LocalAddress: `http://127.0.0.1:${port}${base}`,
    ServerName: 'jellyfin',
    Version: version,
    ProductName: 'Jellyfin Server',
    OperatingSystem: '',
    Id: '5d0c7be2f9a34c1e8b6f2a917c3d4e5f',
    StartupWizardCompleted: true,
  }
}

/** The old ways of saying the key end with version 12. */
function jellyfinKey(c: Context, { version }: Setup): string | undefined {
  const [, stated] = /^MediaBrowser .*?Token="?([^",]+)"?/i.exec(c.req.header('authorization') ?? '') ?? []
  const old = c.req.header('x-emby-token') ?? c.req.header('x-mediabrowser-token') ?? c.req.query('api_key')
  return stated ?? c.req.query('ApiKey') ?? (atLeast(version, '12') ? undefined : old)
}
