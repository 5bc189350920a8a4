const DAY_MS = 86_400_000

/** Days before its end that a certificate makes a monitor degraded, where nobody says otherwise. */
const DEFAULT_DAYS = 14

/** Why a certificate is a worry by now, null while it is none. `days` 0 never is. */
export function certificateWorry(
  host: string,
  endsAt: Date | null,
  now: Date,
  days: number = DEFAULT_DAYS,
): string | null {
  if (endsAt === null || days === 0) return null
  const left = (endsAt.getTime() - now.getTime()) / DAY_MS
  if (left > days) return null
  const when = left < 0 ? 'already' : left < 1 ? 'today' : left < 2 ? 'in a day' : `in ${Math.floor(left)} days`
  const verb = left < 0 ? 'ended' : 'ends'
  return `the certificate of ${host} ${verb} on ${endsAt.toISOString().slice(0, 10)}, ${when}`
}
