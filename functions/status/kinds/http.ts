import { AfterRedirect, withoutQuery } from './errors.ts'
import type { Attempt } from './attempt.ts'

/** As many as browsers follow. */
const MAX_REDIRECTS = 20
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

const rangesOf = (codes: readonly string[]): (readonly [low: number, high: number])[] =>
  codes.map((text) => {
    const [low = Number.NaN, high = low] = text.split('-').map(Number)
    return [low, high]
  })

/** Whether one of the codes (`204`) or ranges (`200-299`) covers this one. */
export const accepts = (codes: readonly string[], code: number): boolean =>
  rangesOf(codes).some(([low, high]) => low <= code && code <= high)

/** Whether a redirect may itself be the answer that is hoped for. */
export const acceptsRedirects = (codes: readonly string[]): boolean =>
  rangesOf(codes).some(([low, high]) => low <= 399 && high >= 300)

/**
 * GET. Redirects are followed, unless the accepted codes speak of redirects: then the first answer is judged. The
 * headers are the answer: the body is not read.
 */
export const probeHttp: Attempt = async ({ target, acceptedCodes }, signal) => {
  const follows = !acceptsRedirects(acceptedCodes)
  let place = target
  // one by one, as fetch does not say at which of them it failed
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(place, signal).catch((error: unknown) => {
      throw redirects === 0 ? error : new AfterRedirect(place, error)
    })
    const next = follows && REDIRECTS.includes(response.status) ? response.headers.get('location') : null
    if (next === null) {
      if (accepts(acceptedCodes, response.status)) return null
      const where = redirects === 0 ? '' : ` after a redirect to ${withoutQuery(place)}`
      return { complaint: `answered ${response.status}${where} (expected ${acceptedCodes.join(', ')})` }
    }
    if (!URL.canParse(next, place) || !/^https?:$/.test(new URL(next, place).protocol))
      return { complaint: `answered ${response.status} with a redirect to no HTTP address` }
    place = withoutPassword(new URL(next, place))
  }
  return { complaint: 'redirects in a circle' }
}

async function get(place: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(place, {
    signal,
    redirect: 'manual',
    // a connection kept from an earlier check would show its death as a failure of the service
    headers: { connection: 'close', 'user-agent': 'MediaNest', accept: '*/*' },
  })
  // nobody waits for it: the answer is in already
  response.body?.cancel().catch(() => {})
  return response
}

/** What fetch takes: it refuses an address with a password, in words that show it. */
function withoutPassword(url: URL): string {
  url.username = ''
  url.password = ''
  return url.href
}
