import type { TargetForm } from './monitor-kinds.ts'

const HTTP_TARGET = /^https?:\/\/[^\s/?#]+/i
// a backslash would end the host for a URL, and a % would be decoded by it, but a socket takes both as they stand
const TCP_TARGET = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\%]+):(\d{1,5})$/i

/** Up to 63 characters, not beginning with a hyphen. Strict names have no underscore, those of containers do. */
const LABEL = /^[a-z0-9_][a-z0-9_-]{0,62}$/i

/** Whether a host as `URL` gives it can be one: it turns Unicode into punycode, but takes `..` and `-` as well. */
function isHost(host: string): boolean {
  // what stands in brackets URL has parsed as IPv6 already
  if (host.startsWith('[')) return true
  const name = host.replace(/\.$/, '')
  return name.length <= 253 && name.split('.').every((label) => LABEL.test(label))
}

/** Whether a target has this form: `http(s)://host/path` without a password, `host:port`, a host, or nothing at all. */
export function isTarget(form: TargetForm, target: string): boolean {
  if (form === 'none') return target === ''
  if (form === 'url') {
    if (!HTTP_TARGET.test(target) || !URL.canParse(target)) return false
    const { hostname, username, password } = new URL(target)
    return isHost(hostname) && username === '' && password === ''
  }
  // a bare IPv6 address is written with or without brackets
  const bare = form === 'host' && target.includes(':') && !target.startsWith('[') ? `[${target}]` : target
  const place = form === 'host' ? `${bare}:80` : target
  const match = TCP_TARGET.exec(place)
  const port = Number(match?.[2])
  if (match === null || port < 1 || port > 65_535 || !URL.canParse(`http://${place}`)) return false
  return isHost(new URL(`http://${place}`).hostname)
}
