import { randomUUID } from 'node:crypto'
import type { BlockList } from 'node:net'
import { upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import { plainRoutes, type RouteName, routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import type { StateContract } from '../../contracts/define.ts'
import { ServiceBoard } from '../../contracts/status.ts'
import type { WebhookDoor } from '../../contracts/webhooks.ts'
import { Refused, type WatchedState } from '../../bus/gateway.ts'
import { auditTable } from './audit-table.ts'
import { mountDocs } from './docs.ts'
import { fail, failWith, succeed } from './envelope.ts'
import { type Gate, guarded } from './guard.ts'
import { receiveHook } from './hook.ts'
import { mountImages, sandboxed } from './images.ts'
import { act, ask, type Interpreter, send, watch } from './interpret.ts'
import { toOpenApi } from './openapi.ts'
import type { EdgeOptions } from './options.ts'
import { addressOf, baseUrlOf } from './origin.ts'
import { mountPage } from './page-files.ts'
import { plain } from './plain.ts'
import { postMortem } from './post-mortem.ts'
import { mountPublic } from './public-addresses.ts'
import { whatIsNotReady } from './ready.ts'
import { openFeed } from './sse.ts'
import { statusSocket } from './status-socket.ts'
import type { Edge } from './variables.ts'

export interface Parts extends Interpreter, Gate {
  doors: WatchedState<typeof WebhookDoor>
  trusted: BlockList
}

/** The whole HTTP door: the route table interpreted, and the few addresses without a contract. */
export async function makeApp(options: EdgeOptions, parts: Parts): Promise<Hono<Edge>> {
  const app = new Hono<Edge>()
  app.use(async function opening(c, next) {
    const given = c.req.header('x-request-id')
    c.set('correlationId', given && UUID.test(given) ? given.toLowerCase() : randomUUID())
    c.set('version', options.version)
    c.set('log', options.log.child({ correlationId: c.var.correlationId }))
    c.set('baseUrl', baseUrlOf(c, options, parts.trusted))
    c.set('address', addressOf(c, parts.trusted))
    c.set('visitor', null)
    await next()
    c.header('x-request-id', c.var.correlationId)
    if (c.req.path.startsWith('/api/') && !c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  // a badge is made to stand on other sites' pages
  app.use('/api/public/badges/*', async function embeddable(c, next) {
    await next()
    c.header('cross-origin-resource-policy', 'cross-origin')
  })
  app.use('/api/media/images/*', sandboxed)
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: options.publicUrl?.startsWith('https:') ? 'max-age=15552000' : false,
    }),
  )
  app.use(compress())
  app.onError((error, c) => failWith(c, error))
  mountTable(app, parts)
  mountPlain(app, options, parts)
  refuseOtherMethods(app)
  if (options.pageFolder) await mountPage(app, options.pageFolder)
  app.notFound((c) => fail(c, 'NOT_FOUND'))
  return app
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function mountTable(app: Hono<Edge>, parts: Parts): void {
  for (const [name, route] of Object.entries(routes as Record<string, Route>)) {
    // a hook's secret is its guard: services send no origin and no cookie
    if (route.does === 'hook') {
      app.post(route.path, (c) => receiveHook(c, route, parts.client, parts.doors))
      continue
    }
    const changes = route.does === 'act' || route.does === 'send'
    app.on(route.method, route.path, guarded(parts, { ...route, changes }), (c) => {
      if (route.does === 'ask') return ask(c, route, parts)
      if (route.does === 'act') return act(c, route, parts)
      if (route.does === 'send') return send(c, name as RouteName, route, parts)
      return watch(c, route, parts)
    })
  }
}

function mountPlain(app: Hono<Edge>, options: EdgeOptions, parts: Parts): void {
  // made when somebody asks: it is large, and hardly anybody does
  app.get('/api/openapi.json', (c) => c.json(toOpenApi(options.version)))
  mountDocs(app)
  app.get('/api/health/live', (c) => succeed(c, { status: 'live' }))
  app.get('/api/health/ready', async (c) => {
    const checks = await whatIsNotReady(parts.client.link, options.checks)
    const ready = checks.every((check) => check.ready)
    return succeed(c, { status: ready ? 'ready' : 'not ready', checks }, ready ? 200 : 503)
  })
  app.get('/api/admin/audit.csv', guarded(parts, plain('/api/admin/audit.csv')), (c) => auditTable(c, parts.client))
  const report = plain('/api/admin/incidents/:id/post-mortem.md')
  app.get(report.path, guarded(parts, report), (c) => postMortem(c, parts.client))
  mountPublic(app, parts)
  mountImages(app, parts)
  app.get('/api/live', guarded(parts, plain('/api/live')), (c) => openFeed(c, parts.hub, c.var.visitor!))
  app.get(
    '/ws/status',
    guarded(parts, { ...plain('/ws/status'), socket: true }),
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
        throw new Refused('INVALID', 'This address speaks WebSocket.')
      await next()
    },
    upgradeWebSocket((c) => {
      const board = parts.boards.get(ServiceBoard.type) as WatchedState<typeof ServiceBoard>
      return statusSocket(parts.hub, board, c.var.visitor as NonNullable<Edge['Variables']['visitor']>)
    }),
  )
}

/**
 * A known address under another method is 405 and says which ones it takes; OPTIONS asks for just that. Nothing is said
 * to other sites' pages: they may not call.
 */
function refuseOtherMethods(app: Hono<Edge>): void {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of [...Object.values(routes as Record<string, Route>), ...plainRoutes]) {
    const known = methods.get(path) ?? new Set()
    // Hono answers HEAD by its GET, without the body
    for (const one of method === 'GET' ? ['GET', 'HEAD'] : [method]) known.add(one)
    methods.set(path, known)
  }
  for (const [path, known] of methods)
    app.all(path, (c) => {
      c.header('allow', [...known, 'OPTIONS'].join(', '))
      return c.req.method === 'OPTIONS' ? c.body(null, 204) : fail(c, 'METHOD_NOT_ALLOWED')
    })
}

export type Boards = ReadonlyMap<string, WatchedState<StateContract>>
