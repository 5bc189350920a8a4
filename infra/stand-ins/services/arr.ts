import type { Context } from 'hono'
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
