import { BlockList, isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { EdgeOptions } from './options.ts'
import type { Edge } from './variables.ts'

/** Which addresses are proxies of ours. Throws with the entry that is no address. */
export function toTrusted(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES: "${entry}" is no address or range.`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** Scheme and host as the person sees them: PUBLIC_URL, or a trusted proxy's word, or the request's own. */
export function baseUrlOf(c: Context<Edge>, options: EdgeOptions, trusted: BlockList): string {
  if (options.publicUrl) return options.publicUrl.replace(/\/+$/, '')
  const own = new URL(c.req.url)
  const behindProxy = isTrusted(plainAddress(getConnInfo(c).remote.address ?? ''), trusted)
  const scheme = (behindProxy && c.req.header('x-forwarded-proto')?.split(',')[0]?.trim()) || own.protocol.slice(0, -1)
  const host = (behindProxy && c.req.header('x-forwarded-host')?.split(',')[0]?.trim()) || own.host
  return `${scheme === 'https' ? 'https' : 'http'}://${host}`
}

/**
 * The network address of whoever asks: the connection's own, or behind trusted proxies the last one that they did not
 * add themselves. What a stranger writes into the header stands left of that and counts for nothing.
 */
export function addressOf(c: Context<Edge>, trusted: BlockList): string | undefined {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => plainAddress(part.trim()))
  let address = plainAddress(getConnInfo(c).remote.address ?? '')
  while (isTrusted(address, trusted)) {
    const before = forwarded.pop()
    if (before === undefined || isIP(before) === 0) break
    address = before
  }
  return isIP(address) === 0 ? undefined : address
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Without brackets and port, and IPv4 as such where it comes mapped into IPv6. */
function plainAddress(text: string): string {
  const bare = /^\[(.+)\](:\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request that changes something comes from a page of ours, or from no page at all. Browsers say where they
 * are; what does not is no browser and holds no one else's cookie.
 */
export function isForeign(c: Context<Edge>, always = false): boolean {
  if (!always && SAFE.has(c.req.method)) return false
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = c.req.header('origin')
  return origin !== undefined && origin !== c.var.baseUrl
}
