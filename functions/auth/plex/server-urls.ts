import type { Connection, Resource } from './shapes.ts'

/** At home and direct, from outside, through Plex's relay. */
const distance = ({ local, relay }: Connection): number => (relay ? 2 : local ? 0 : 1)

/**
 * Addresses of a server, the best first. Its names under plex.direct need a name server that lets private addresses
 * through, so the plain address at home stands behind each, unless the server insists on TLS.
 */
export function serverUrls({ connections, httpsRequired }: Pick<Resource, 'connections' | 'httpsRequired'>): string[] {
  const sorted = (connections ?? []).toSorted((a, b) => distance(a) - distance(b))
  const urls = sorted.flatMap((connection) => {
    const { uri, address, port } = connection
    const plain = distance(connection) === 0 && !httpsRequired && address && port
    return [uri, plain ? `http://${address.includes(':') ? `[${address}]` : address}:${port}` : null]
  })
  const good = urls.filter(
    (url) => typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url),
  ) as string[]
  return [...new Set(good.map((url) => url.replace(/\/+$/, '')))]
}
