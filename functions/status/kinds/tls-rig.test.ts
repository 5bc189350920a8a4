import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { selfSigned } from '../../../infra/stand-ins/self-signed.ts'

/** An HTTPS server on 127.0.0.1 whose certificate this process trusts and which ends then. */
export async function startTlsTarget(endsAt: Date): Promise<{ url: string; stop(): Promise<void> }> {
  const made = selfSigned(endsAt)
  const before = getCACertificates()
  setDefaultCACertificates([...before, made.cert])
  const server = createServer(made, (_request, response) => void response.end('{"status":"OK"}'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      setDefaultCACertificates(before)
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
