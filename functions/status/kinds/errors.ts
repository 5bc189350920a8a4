import { networkFailure, rootOf, showMs } from '../../../bus/index.ts'

/** A failure at the place that a target redirected to: the target itself did answer. */
export class AfterRedirect extends Error {
  readonly place: string
  constructor(place: string, cause: unknown) {
    super('failed after a redirect', { cause })
    this.place = place
  }
}

/** What a person can do who only wants to watch. */
const CURES = {
  authority: '. Watch it with a tcp monitor, or trust its authority through NODE_EXTRA_CA_CERTS.',
  port: '; watch it with a tcp monitor',
} as const

/** The failure of a connection in words that a person can act on. `target` is what the monitor names. */
export function explain(error: unknown, target: string): string {
  if (error instanceof AfterRedirect)
    return `redirects to ${withoutQuery(error.place)}: ${explain(error.cause, error.place)}`
  const failure = networkFailure(error, target)
  if (failure) return `${failure.words}${failure.cure ? CURES[failure.cure] : ''}`
  const { message, code } = rootOf(error)
  return `no answer: ${(message || code || 'unknown error').slice(0, 200)}`
}

/** Words for a timeout in milliseconds. */
export const within = (ms: number): string => `no answer within ${showMs(ms)}`

/** An address in words; a query may carry what is nobody's business. */
export function withoutQuery(place: string): string {
  const { origin, pathname } = new URL(place)
  return `${origin}${pathname}`.slice(0, 200)
}
