import { lookup } from 'node:dns/promises'
import { createConnection } from 'node:net'
import { provided } from '../../bus/index.ts'
import { CATALOGUE } from './catalogue.ts'

/**
 * Where services are looked for: names or addresses, on the well-known ports, or `host:port` for that port alone.
 * Undefined is this machine, also as a container sees it.
 */
export const discoveryHosts = provided<readonly string[] | undefined>('settings.discovery-hosts')

const THIS_MACHINE = ['127.0.0.1', 'host.docker.internal']
const PORTS = [...new Set(Object.values(CATALOGUE).map(({ defaultPort }) => defaultPort))]

/** Addresses at which a service may be, those of one host together. Names that do not resolve are left out. */
export async function addressesIn(hosts: readonly string[] = THIS_MACHINE): Promise<URL[]> {
  const found = await Promise.all(
    hosts.map(async (host): Promise<URL[]> => {
      const bare = host.split(':').length > 2 && !host.startsWith('[') ? `[${host}]` : host
      if (!URL.canParse(`http://${bare}`)) return []
      const url = new URL(`http://${bare}`)
      const known = await lookup(url.hostname.replace(/^\[|\]$/g, '')).catch(() => null)
      if (known === null) return []
      if (/:\d+$/.test(bare)) return [url]
      return PORTS.map((port) => Object.assign(new URL(url), { port: String(port) }))
    }),
  )
  return found.flat()
}

/** Whether anybody listens there. */
export function listens({ hostname, port }: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      signal,
    })
    const end = (open: boolean) => (): void => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('close', end(false))
  })
}
