import type { Context } from 'hono'
import { lidarrRoutes } from './arr/music-routes.ts'
import { commonRoutes } from './arr/routes.ts'
import { radarrRoutes, sonarrRoutes } from './arr/video-routes.ts'
import { type ArrKind, type ArrWorld, createArrWorld } from './arr/world.ts'
import { empty, type Product, says, type Setup } from './product.ts'

/** Sonarr and its kin: the key as header, query or bearer; a refusal has no body. */
export function arr(title: string, usualPort: number, version: string, api: 'v1' | 'v3'): Product {
  return {
    title,
    usualPort,
    version,
    credential: 'key',
    api: '/api',
    redirectsToBase: true,
    open: { 'GET /ping': says({ status: 'OK' }) },
    guard: (c, { key }) => (keyOf(c) === key ? undefined : empty(401)),
    guarded: {
      [`GET /api/${api}/system/status`]: says((setup) => systemStatus(title, setup)),
      [`GET /api/${api}/health`]: says([]),
    },
  }
}

const OWN_ROUTES = { radarr: radarrRoutes, sonarr: sonarrRoutes, lidarr: lidarrRoutes }
const USUAL = {
  radarr: ['Radarr', 7878, '6.0.4.10291', 'v3'],
  sonarr: ['Sonarr', 8989, '4.0.16.2944', 'v3'],
  lidarr: ['Lidarr', 8686, '3.1.0.4875', 'v1'],
} as const

/** One of those that look after something, with what it looks after. */
export function keeper(kind: ArrKind): Product & { world: ArrWorld } {
  const world = createArrWorld(kind)
  const [title, usualPort, version, api] = USUAL[kind]
  const product = arr(title, usualPort, version, api)
  const guarded = { ...product.guarded, ...commonRoutes(world, api), ...OWN_ROUTES[kind](world) }
  return { ...product, guarded, world }
}

function keyOf(c: Context): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return c.req.query('apikey') ?? c.req.header('x-api-key') ?? bearer
}

function systemStatus(appName: string, { version, base }: Setup): object {
  return {
    appName,
    instanceName: appName,
    version,
    buildTime: '2026-01-15T12:00:00Z',
    isDebug: false,
    isProduction: true,
    isAdmin: false,
    isUserInteractive: false,
    startupPath: `/app/${appName.toLowerCase()}/bin`,
    appData: '/config',
    osName: 'alpine',
    osVersion: '3.22.1',
    isNetCore: true,
    isLinux: true,
    isOsx: false,
    isWindows: false,
    isDocker: true,
    mode: 'console',
    branch: 'main',
    authentication: 'forms',
    migrationVersion: 217,
    urlBase: base,
    runtimeVersion: '8.0.12',
    runtimeName: '.NET',
    startTime: '2026-01-20T08:00:00Z',
    packageUpdateMechanism: 'docker',
    databaseType: 'sqLite',
    databaseVersion: '3.48.0',
  }
}
