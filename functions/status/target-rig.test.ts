import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'

/** A small server for tests to watch, that can be stopped and started again on its port. */
export interface TestTarget {
  readonly url: string
  readonly port: number
  /** Requests by path since it was made. */
  readonly hits: ReadonlyMap<string, number>
  /** Answers this code from now on. */
  code: number
  /** What some paths answer instead, until it is taken out again. */
  readonly answers: Map<string, { code?: number; body?: string; afterMs?: number; location?: string }>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Answers `code` to everything, nothing at all below `/silent`, and redirects at `/moved`, `/circle` and `/to?URL`. */
export async function startTarget(): Promise<TestTarget> {
  const hits = new Map<string, number>()
  let server: Server
  let port = 0
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/'
    hits.set(path, (hits.get(path) ?? 0) + 1)
    if (path.startsWith('/silent')) return
    if (path.startsWith('/moved')) response.writeHead(302, { location: '/there' }).end()
    else if (path.startsWith('/to?')) response.writeHead(302, { location: path.slice(4) }).end()
    else if (path === '/circle') response.writeHead(302, { location: path }).end()
    else {
      const { code = target.code, body = 'x'.repeat(100_000), afterMs = 0, location } = target.answers.get(path) ?? {}
      const timer = setTimeout(() => response.writeHead(code, location ? { location } : {}).end(body), afterMs)
      response.on('close', () => clearTimeout(timer))
    }
  }
  const target: TestTarget & { port: number } = {
    hits,
    answers: new Map(),
    code: 200,
    port,
    get url() {
      return `http://127.0.0.1:${port}`
    },
    async start() {
      server = createServer(answer).listen(port, '127.0.0.1')
      await once(server, 'listening')
      port = (server.address() as AddressInfo).port
      target.port = port
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
  await target.start()
  return target
}

/** A port that closes every connection at once. */
export async function startTcpTarget(): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createTcpServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close()
      await once(server, 'close')
    },
  }
}
