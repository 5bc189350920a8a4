import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { CheckOptions } from '../../../contracts/monitor.ts'
import { bareHost } from './host.ts'
import type { Attempt } from './attempt.ts'

type RecordType = NonNullable<CheckOptions['recordType']>

/** Each record as one text, as a zone file has it. */
const ASK: Readonly<Record<RecordType, (resolver: Resolver, name: string) => Promise<string[]>>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  NS: (resolver, name) => resolver.resolveNs(name),
  PTR: (resolver, name) => (isIP(name) ? resolver.reverse(name) : resolver.resolvePtr(name)),
  MX: async (resolver, name) => (await resolver.resolveMx(name)).map((mx) => mx.exchange),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
  SRV: async (resolver, name) => (await resolver.resolveSrv(name)).map((srv) => `${srv.name}:${srv.port}`),
}

const WORDS: Readonly<Record<string, (name: string, type: string, server: string) => string>> = {
  ENOTFOUND: (name, _type, server) => `${server} knows no such name as ${name}`,
  ENODATA: (name, type) => `${name} has no ${type} record`,
  ESERVFAIL: (name, _type, server) => `${server} could not find out about ${name}`,
  EREFUSED: (name, _type, server) => `${server} refuses to answer about ${name}`,
  ECONNREFUSED: (_name, _type, server) => `${server} does not answer`,
  ETIMEOUT: (_name, _type, server) => `${server} does not answer`,
  EBADNAME: (name) => `${name} is no name that can be looked up`,
}

/** Why this is no name server, null when it is one. */
export function resolverProblem(resolver: string): string | null {
  try {
    new Resolver().setServers([resolver])
    return null
  } catch {
    return `${resolver} is no name server: write its address, such as 192.168.1.1 or 192.168.1.1:5353.`
  }
}

const same = (a: string, b: string): boolean => {
  const plain = (text: string) => text.toLowerCase().replace(/\.$/, '')
  return plain(a) === plain(b)
}

/** Looks a name up, past the hosts file and any cache of this machine's own. */
export const probeDns: Attempt = async ({ target, options, timeoutMs }, signal) => {
  const { recordType = 'A', expected, resolver: place } = options
  if (place !== undefined && resolverProblem(place) !== null) return { complaint: resolverProblem(place) ?? '' }
  // one try may be lost on the way; both have to fit
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 })
  if (place !== undefined) resolver.setServers([place])
  const stop = (): void => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  const name = bareHost(target)
  try {
    const found = await ASK[recordType](resolver, name)
    if (expected === undefined || found.some((answer) => same(answer, expected))) return null
    return { complaint: `${name} is ${found.slice(0, 5).join(', ')} and not ${expected}` }
  } catch (error) {
    signal.throwIfAborted()
    const words = WORDS[String((error as { code?: unknown }).code)]
    if (!words) throw error
    const server = place === undefined ? "this machine's name server" : `the name server ${place}`
    return { complaint: words(name, recordType, server) }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
