import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from './self-signed.ts'

/** A server on a free port of 127.0.0.1 that speaks HTTPS with a self-signed certificate. */
export async function startTlsServer(): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer(
    selfSigned(new Date('2049-01-01T00:00:00Z')),
    (_request, response) => void response.end('{}'),
  )
  // whoever speaks plain HTTP to it is hung up on
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
