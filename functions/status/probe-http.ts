import type { Attempt } from './probe.ts'

/** Whether one of the codes (`204`) or ranges (`200-299`) covers this one. */
export const accepts = (codes: readonly string[], code: number): boolean =>
  codes.some((text) => {
    const [low, high = low] = text.split('-').map(Number)
    return low !== undefined && high !== undefined && low <= code && code <= high
  })

/** GET, redirects followed. The headers are the answer: the body is not read. */
export const probeHttp: Attempt = async ({ target, acceptedCodes }, signal) => {
  const response = await fetch(target, {
    signal,
    redirect: 'follow',
    // a connection kept from an earlier check would show its death as a failure of the service
    headers: { connection: 'close', 'user-agent': 'MediaNest', accept: '*/*' },
  })
  // nobody waits for it: the answer is in already
  response.body?.cancel().catch(() => {})
  if (accepts(acceptedCodes, response.status)) return null
  const { origin, pathname } = new URL(response.url || target)
  const where = response.redirected ? ` after a redirect to ${`${origin}${pathname}`.slice(0, 200)}` : ''
  return `answered ${response.status}${where} (expected ${acceptedCodes.join(', ')})`
}
