import { isIP, isIPv6 } from 'node:net'
import type { KumaMonitor } from '../../../contracts/kuma.ts'
import type { CheckOptions } from '../../../contracts/monitor.ts'
import { MonitorSettings } from '../../../contracts/status.ts'
import type { WireMonitor } from './wire.ts'

/** Heading of what stands in no group over there. */
export const NO_GROUP = 'Uptime Kuma'

/** How we would check it: a kind of ours with what belongs to it. */
interface OwnWay {
  kind: KumaMonitor['kind']
  target: string
  options?: CheckOptions
  acceptedCodes?: string[] | undefined
}

const UNCHECKED: OwnWay = { kind: 'push', target: '' }

/** A query that lets somebody in has no place on a board. */
const TELLING = /(^|[_-])(api_?key|key|token|secret|pass(word)?|pwd|auth|sig(nature)?|code)$/i

function openUrl(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null
  const { username, password, searchParams } = new URL(url)
  if (username !== '' || password !== '' || [...searchParams.keys()].some((name) => TELLING.test(name))) return null
  return url
}

/** Without a line break, at most so long. */
const brief = (text: string, length: number): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, length)

/** All that it watches, as our board has it. Groups are headings there and no services. */
export function toMonitors(list: readonly WireMonitor[]): KumaMonitor[] {
  const names = new Map(list.map(({ id, name }) => [id, name]))
  return list
    .filter(({ type }) => type !== 'group')
    .map((wire) => {
      const group = (wire.parent != null && names.get(wire.parent)) || NO_GROUP
      return toMonitor({ ...wire, group }, ownWay(wire))
    })
}

interface Seen {
  id: string
  name: string
  group: string | null
  active: boolean
  interval?: number | null | undefined
  timeout?: number | null | undefined
}

/** What we cannot check by the rules of our own monitors is one that we do not check. */
export function toMonitor(seen: Seen, way: OwnWay): KumaMonitor {
  const intervalSeconds = Math.round(Math.min(86_400, Math.max(5, seen.interval || 60)))
  const waitSeconds = seen.timeout || intervalSeconds * 0.8
  const base = {
    id: seen.id,
    name: brief(seen.name, 80) || `Monitor ${seen.id}`,
    group: seen.group === null ? null : brief(seen.group, 80) || NO_GROUP,
    intervalSeconds,
    timeoutMs: Math.round(Math.min(60_000, Math.max(1000, waitSeconds * 1000))),
    active: seen.active,
  }
  const full = { ...base, ...way, options: way.options ?? {} }
  return MonitorSettings.safeParse(full).success ? full : { ...base, ...UNCHECKED, options: {} }
}

function ownWay(wire: WireMonitor): OwnWay {
  // upside down, behind a sign-in or through a proxy, our own look would say something else
  if (wire.upsideDown || wire.authMethod || wire.proxyId) return UNCHECKED
  const host = wire.hostname ?? ''
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  switch (wire.type) {
    case 'http':
    case 'keyword':
    case 'json-query':
      return overHttp(wire)
    case 'port':
      return { kind: 'tcp', target: `${bracketed}:${wire.port ?? ''}` }
    case 'ping':
      return { kind: 'ping', target: host }
    case 'dns':
      return overDns(wire, host)
    default:
      return UNCHECKED
  }
}

function overHttp(wire: WireMonitor): OwnWay {
  const target = openUrl(wire.url)
  const plain = ['GET', 'HEAD'].includes(wire.method ?? 'GET') && !wire.headers && !wire.body
  if (target === null || !plain || (wire.ignoreTls && target.startsWith('https:'))) return UNCHECKED
  // it warns of certificates itself
  const options: CheckOptions = { certificateDays: 0 }
  if (wire.type === 'keyword' && wire.keyword) {
    options.keyword = wire.keyword
    if (wire.invertKeyword) options.keywordAbsent = true
  }
  if (wire.type === 'json-query') Object.assign(options, jsonOptions(wire))
  const codes = wire.accepted_statuscodes
  return { kind: 'http', target, options, acceptedCodes: codes && codes.length > 0 ? codes : undefined }
}

/** Its queries are JSONata: only a plain path means the same in JSONPath. */
function jsonOptions({ jsonPath, jsonPathOperator, expectedValue }: WireMonitor): CheckOptions {
  const path = (jsonPath ?? '').replace(/^\$\.?/, '')
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path) || !['==', '', null, undefined].includes(jsonPathOperator))
    return {}
  return { jsonPath: `$.${path}`, ...(expectedValue ? { jsonEquals: expectedValue } : {}) }
}

const RECORDS = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'PTR'] as const

/** Its server may be a name, and what is wanted of the answer a rule of its own: neither is known here. */
function overDns(wire: WireMonitor, host: string): OwnWay {
  const recordType = RECORDS.find((one) => one === (wire.dns_resolve_type || 'A'))
  const server = wire.dns_resolve_server?.split(',')[0]?.trim() ?? ''
  if (!recordType || !isIP(server) || wire.conditions) return UNCHECKED
  const port = wire.port ?? 53
  const place = port === 53 ? server : isIPv6(server) ? `[${server}]:${port}` : `${server}:${port}`
  return { kind: 'dns', target: host, options: { recordType, resolver: place } }
}

/** As far as its metrics or a status page show one: codes and sign-ins are unknown, so any answer will do. */
export function glimpsed(
  seen: { id: string; name: string; group: string | null },
  { type, url, host, port }: { type: string; url: string | null; host: string | null; port: string | null },
): KumaMonitor {
  const active = { ...seen, active: true }
  const target = openUrl(url)
  if (['http', 'keyword', 'json-query'].includes(type) && target !== null)
    return toMonitor(active, {
      kind: 'http',
      target,
      acceptedCodes: ['200-499'],
      options: { certificateDays: 0 },
    })
  if (type === 'port') return toMonitor(active, { kind: 'tcp', target: `${host ?? ''}:${port ?? ''}` })
  if (type === 'ping') return toMonitor(active, { kind: 'ping', target: host ?? '' })
  if (type === 'dns') return toMonitor(active, { kind: 'dns', target: host ?? '' })
  return toMonitor(active, UNCHECKED)
}
