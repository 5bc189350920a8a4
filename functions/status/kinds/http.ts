import type { Attempt, Finding, Target } from './attempt.ts'
import { asksBody, bodyComplaint } from './body.ts'
import { certificateWorry } from './certificate.ts'
import { AfterRedirect, withoutQuery } from './errors.ts'
import { type Answer, get } from './get.ts'

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

/** The answer at the end of all redirects. */
export interface Reached {
  status: number
  /** Where it came from, which is the target itself without a redirect. */
  place: string
  redirected: boolean
  /** Of the target itself. */
  certificateEndsAt: Date | null
  /** Null when it was not asked for. */
  body: string | null
}

/**
 * GET. Redirects are followed, unless the accepted codes speak of redirects: then the first answer counts. Without
 * `wantsBody` for its code the headers are the answer. A text is a complaint: there was nothing at the end.
 */
export async function reach(
  { target, acceptedCodes }: Target,
  signal: AbortSignal,
  wantsBody: (status: number) => boolean,
): Promise<Reached | string> {
  const follows = !acceptsRedirects(acceptedCodes)
  let place = target
  let certificateEndsAt: Date | null = null
  // one by one, so that it can be said at which of them it failed
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const told = (error: unknown) => (redirects === 0 ? error : new AfterRedirect(place, error))
    const answer: Answer = await get(place, signal).catch((error: unknown) => {
      throw told(error)
    })
    const { status } = answer
    if (redirects === 0) certificateEndsAt = answer.certificateEndsAt
    const next = follows && REDIRECTS.includes(status) ? answer.location : null
    if (next === null) {
      const body = wantsBody(status) ? await answer.body() : null
      answer.end()
      return { status, place, redirected: redirects > 0, certificateEndsAt, body }
    }
    answer.end()
    if (!URL.canParse(next, place) || !/^https?:$/.test(new URL(next, place).protocol))
      return `answered ${status} with a redirect to no HTTP address`
    place = withoutPassword(new URL(next, place))
  }
  return 'redirects in a circle'
}

/** Why a code is not one of those hoped for, null when it is. `meaning` is what the table knows of it. */
export function codeComplaint({ acceptedCodes }: Target, reached: Reached, meaning?: string): string | null {
  if (accepts(acceptedCodes, reached.status)) return null
  const where = reached.redirected ? ` after a redirect to ${withoutQuery(reached.place)}` : ''
  return `answered ${reached.status}${where}${meaning ? `: ${meaning}` : ` (expected ${acceptedCodes.join(', ')})`}`
}

/** What is left to say of an answer that is alive. */
export function finding({ target, options }: Target, { certificateEndsAt }: Reached, degraded?: string): Finding {
  const worry = certificateWorry(new URL(target).hostname, certificateEndsAt, new Date(), options.certificateDays)
  const why = degraded ?? worry
  return { ...(certificateEndsAt ? { certificateEndsAt } : {}), ...(why ? { degraded: why } : {}) }
}

/** An address of anybody's: its code, and what a person asks of the body. */
export const probeHttp: Attempt = async (target, signal) => {
  const reached = await reach(target, signal, () => asksBody(target.options))
  if (typeof reached === 'string') return { complaint: reached }
  const complaint = codeComplaint(target, reached) ?? bodyComplaint(reached.body ?? '', target.options)
  return { ...finding(target, reached), ...(complaint ? { complaint } : {}) }
}

/** A redirect may carry a password; it would be sent on. */
function withoutPassword(url: URL): string {
  url.username = ''
  url.password = ''
  return url.href
}
