import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const ED25519 = sequence(Buffer.from('06032b6570', 'hex'))

/** A certificate that is signed by its own key, as home servers have them. */
function selfSigned(name: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const commonName = sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)))))
  const validity = sequence(der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('490101000000Z')))
  const publicPart = publicKey.export({ type: 'spki', format: 'der' })
  const certified = sequence(der(0x02, Buffer.from([1])), ED25519, commonName, validity, commonName, publicPart)
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(null, certified, privateKey)]))
  const pem = sequence(certified, ED25519, signature)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  }
}

/** A server on a free port of 127.0.0.1 that speaks HTTPS with a self-signed certificate. */
export async function startTlsServer(): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer(selfSigned('nas.test'), (_request, response) => void response.end('{}'))
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
