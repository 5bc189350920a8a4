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

/** Whether a monitor of this kind can have this target: `http(s)://host/path` without a password, or `host:port`. */
export function isTarget(kind: 'http' | 'tcp', target: string): boolean {
  if (kind === 'http') {
    if (!HTTP_TARGET.test(target) || !URL.canParse(target)) return false
    const { hostname, username, password } = new URL(target)
    return isHost(hostname) && username === '' && password === ''
  }
  const match = TCP_TARGET.exec(target)
  const port = Number(match?.[2])
  if (match === null || port < 1 || port > 65_535 || !URL.canParse(`http://${target}`)) return false
  return isHost(new URL(`http://${target}`).hostname)
}
