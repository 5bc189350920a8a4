import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import { routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import type { StateContract } from '../../contracts/define.ts'
import { WebhookDoor } from '../../contracts/webhooks.ts'
import { type Running, type WatchedState, watchState } from '../../bus/gateway.ts'
import { makeApp } from './app.ts'
import { Limits } from './limits.ts'
import { LiveHub } from './live-hub.ts'
import type { EdgeOptions } from './options.ts'
import { toTrusted } from './origin.ts'
import { Sessions } from './session.ts'
import { SharedAnswers } from './shared-answers.ts'

/** The address cannot be listened on; the message says why and what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen'
}

export interface RunningEdge extends Running {
  /** The port that it listens on. */
  readonly port: number
}

/** Opens the HTTP door. Throws `CannotListen`, or with a sentence when an option is wrong. */
export async function startEdge(options: EdgeOptions): Promise<RunningEdge> {
  const { link } = options.client
  const hub = new LiveHub(link, options.client.persons)
  const sessions = new Sessions(options, (credentialId) => hub.end(credentialId))
  const limits = new Limits(link)
  const doors = watchState(link, WebhookDoor)
  const boards = new Map<string, WatchedState<StateContract>>()
  for (const route of Object.values(routes as Record<string, Route>))
    if (route.does === 'watch') boards.set(route.contract.type, watchState(link, route.contract))
  const { client, security } = options
  const trusted = toTrusted(options.trustedProxies)
  const answers = new SharedAnswers(client)
  const parts = { client, answers, sessions, limits, security, hub, boards, doors, trusted }
  const app = await makeApp(options, parts)
  await Promise.all([hub.start(), sessions.ready])
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })
  const server = await listen(options, app.fetch, sockets)
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      await hub.stop()
      for (const socket of sockets.clients) socket.close(1001)
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      // what does not end by itself after a moment is cut
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000)
      await closed
      clearTimeout(cut)
      await Promise.all([sessions.stop(), limits.stop(), doors.stop(), ...[...boards.values()].map((b) => b.stop())])
    },
  }
}

function listen(
  options: EdgeOptions,
  fetch: (request: Request, env: never) => Response | Promise<Response>,
  sockets: WebSocketServer,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: fetch as never, hostname: options.host, port: options.port, websocket: { server: sockets } },
      () => resolve(server),
    )
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(new CannotListen(whyNot(error, options), { cause: error })),
    )
  })
}

function whyNot(error: NodeJS.ErrnoException, { host, port }: EdgeOptions): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken by another program. Set PORT to a free one.`
  if (error.code === 'EACCES')
    return `Port ${port} needs rights that this user does not have. Set PORT to one above 1023.`
  return `${host} is no address of this machine. Set HOST to one, or leave it out.`
}
