import { joinUrl } from '../../../bus/index.ts'
import { type Health, MONITOR_KINDS } from '../../../contracts/monitor-kinds.ts'
import type { Attempt, Target } from './attempt.ts'
import { isExpected } from './body.ts'
import { withoutQuery } from './errors.ts'
import { codeComplaint, finding, reach, type Reached } from './http.ts'

const isGood = (status: number): boolean => status >= 200 && status <= 299

const trimmed = (path: string): string => path.replace(/\/+$/, '')

/** Whether a redirect stayed with the product: below a base path or on HTTPS, but at the path that was asked. */
function staysAt(path: string, from: string, to: string): boolean {
  const [before, after] = [new URL(from), new URL(to)]
  return before.hostname === after.hostname && (path === '/' || trimmed(after.pathname).endsWith(trimmed(path)))
}

/** A product is asked below its address, at the path that tells, and must answer as itself. */
export const probeProduct: Attempt = async (asked, signal) => {
  const { health, title } = MONITOR_KINDS[asked.kind]
  if (!health) return { complaint: 'nothing checks this kind yet' }
  const target = { ...asked, target: joinUrl(asked.target, health.path, health.query) }
  const readsBody = Boolean(health.expects ?? health.degraded)
  const reached = await reach(target, signal, (status) => readsBody && isGood(status))
  if (typeof reached === 'string') return { complaint: reached }
  const complaint =
    codeComplaint(target, reached, health.codes?.[reached.status]) ?? strangeness(target, health, title, reached)
  if (complaint !== null) return { ...finding(target, reached), complaint }
  const { degraded } = health
  return finding(target, reached, degraded && reached.body?.includes(degraded.text) ? degraded.words : undefined)
}

/** Why what answered is not the product, null when it is. */
function strangeness(target: Target, health: Health, title: string, reached: Reached): string | null {
  const { body, place } = reached
  if (reached.redirected && !staysAt(health.path, target.target, place))
    return `redirects to ${withoutQuery(place)}, where ${title} does not say how it is; something stands in front of it, such as a sign-in`
  const { expects, degraded } = health
  if (!expects || body === null || isExpected(body, expects)) return null
  if (degraded && body.includes(degraded.text)) return null
  return `something answers, but not as ${title} does; is the address right, and is no sign-in in front of it?`
}
