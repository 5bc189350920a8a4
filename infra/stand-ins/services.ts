import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { Hono } from 'hono'
import type { KumaWorld } from './services/kuma/world.ts'
import { PRODUCTS, type ServiceName } from './services/products.ts'
import type { Product, Route, Setup } from './services/product.ts'
import { keeper } from './services/arr.ts'
import type { ArrKind, ArrWorld } from './services/arr/world.ts'
import { createDownloads, type Downloads } from './services/downloads/jobs.ts'
import { qbittorrent } from './services/qbittorrent.ts'
import type { SeerrControls } from './services/seerr/controls.ts'
import { seerr, type SeerrOptions } from './services/seerr.ts'
import { nzbget, sabnzbd } from './services/usenet.ts'
import { uptimeKuma } from './services/uptime-kuma.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

export type { ServiceName } from './services/products.ts'

/** What may be chosen of a service; `version` also decides how it behaves where versions differ. */
export type ServiceOptions = Partial<Setup>

/** A running service. `url` has its base with it, as a person would write it down. */
export interface ServiceStandIn extends StandIn, Readonly<Omit<Setup, 'port'>> {
  readonly name: ServiceName
  readonly title: string
  /** Which of the secrets the product asks for. */
  readonly credential: Product['credential']
}

export const SERVICE_NAMES = Object.keys(PRODUCTS) as ServiceName[]

/** The port that a product has out of the box. */
export function usualPort(name: ServiceName): number {
  return PRODUCTS[name]().usualPort
}

/**
 * Starts one of the services on a free port of 127.0.0.1 (or `port`). The key is made up, user name and password are
 * `admin` and made up, unless they are given.
 */
export function startService(name: ServiceName, options: ServiceOptions = {}): Promise<ServiceStandIn> {
  return startProduct(name, PRODUCTS[name](), options)
}

/** Uptime Kuma with what a test may do in it. */
export async function startKuma(options: ServiceOptions = {}): Promise<ServiceStandIn & { kuma: KumaWorld }> {
  const { world, ...product } = uptimeKuma()
  return { ...(await startProduct('uptime-kuma', product, options)), kuma: world }
}

const KINDS = { overseerr: 'Overseerr', jellyseerr: 'Jellyseerr', seerr: 'Seerr' } as const

/** Overseerr, Jellyseerr or Seerr with what a test or a person on its own page may do in it. */
export async function startSeerr(
  name: keyof typeof KINDS = 'seerr',
  options: ServiceOptions & SeerrOptions = {},
): Promise<SeerrStandIn> {
  const { version = PRODUCTS[name]().version, ...chosen } = options
  const { seerr: controls, ...product } = seerr(KINDS[name], version, chosen)
  const service = await startProduct(name, product, { ...options, version })
  return {
    ...service,
    seerr: controls,
    dieAfterInsert({ tells = false } = {}) {
      controls.world.afterInsert = async () => {
        controls.world.afterInsert = undefined
        await service.down()
        return tells
      }
    },
  }
}

/** Radarr, Sonarr or Lidarr with what it looks after, what it grabbed and what became of that. */
export async function startArr(kind: ArrKind, options: ServiceOptions = {}): Promise<ArrStandIn> {
  const { world, ...product } = keeper(kind)
  return { ...(await startProduct(kind, product, options)), arr: world }
}

export interface ArrStandIn extends ServiceStandIn {
  readonly arr: ArrWorld
}

const CLIENTS = {
  qbittorrent: ['qBittorrent', qbittorrent],
  sabnzbd: ['SABnzbd', sabnzbd],
  nzbget: ['NZBGet', nzbget],
} as const

/** A download client with what it loads. */
export async function startDownloads(
  name: keyof typeof CLIENTS,
  options: ServiceOptions = {},
): Promise<DownloadsStandIn> {
  const [client, product] = CLIENTS[name]
  const downloads = createDownloads(client)
  return { ...(await startProduct(name, product(downloads), options)), downloads }
}

export interface DownloadsStandIn extends ServiceStandIn {
  readonly downloads: Downloads
}

export interface SeerrStandIn extends ServiceStandIn {
  readonly seerr: SeerrControls
  /**
   * The next request is stored, and then the connection is cut without an answer and the port closed, once. Nobody is
   * told of the request, and it is not sent on, unless it still `tells`.
   */
  dieAfterInsert(how?: { tells?: boolean }): void
}

async function startProduct(name: ServiceName, product: Product, options: ServiceOptions): Promise<ServiceStandIn> {
  const secret = () => randomBytes(16).toString('hex')
  const setup: Setup = {
    version: options.version ?? product.version,
    base: options.base ?? '',
    key: options.key ?? secret(),
    username: options.username ?? 'admin',
    password: options.password ?? secret(),
    port: options.port ?? 0,
  }
  const app = appOf(product, setup)
  const attach = product.attach && ((server: Server) => product.attach!(server, setup))
  const standIn = await startStandIn((request) => app.fetch(request), { ...options, attach })
  setup.port = standIn.port
  const { title, credential } = product
  return { ...standIn, ...setup, name, title, credential, url: `${standIn.url}${setup.base}` }
}

/** Interprets a row. */
function appOf(product: Product, setup: Setup): Hono {
  const { open, guarded, guard, api, title } = product
  const app = new Hono()
  const add = (routes: Record<string, Route>, first?: Product['guard']) => {
    for (const [place, route] of Object.entries(routes)) {
      const [method = '', path = ''] = place.split(' ')
      app.on(method, `${setup.base}${path}`, (c) => first?.(c, setup) ?? route(c, setup))
    }
  }
  add(open)
  add(guarded, guard)
  app.notFound((c) => {
    const { path } = c.req
    if (setup.base && path !== setup.base && !path.startsWith(`${setup.base}/`)) {
      if (!product.redirectsToBase) return c.text('Not Found', 404)
      return c.redirect(`${setup.base}${path}${new URL(c.req.url).search}`, 307)
    }
    const inApi = path.startsWith(`${setup.base}${api}`)
    if (inApi) return guard(c, setup) ?? Response.json({ message: 'NotFound' }, { status: 404 })
    const page = `<!doctype html><html><head><title>${title}</title></head><body><div id="root"></div></body></html>`
    return c.req.method === 'GET' ? c.html(page) : c.text('Method Not Allowed', 405)
  })
  return app
}
