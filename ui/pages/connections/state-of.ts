import type { RouteAnswer } from '../../../contracts/http.ts'
import type { CredentialName, ServiceConnection } from '../../../contracts/services.ts'
import type { ServiceState } from '../../../contracts/status.ts'

export type Breaker = RouteAnswer<'outside'>['systems'][number]

/** How a connection stands: `incomplete` lacks a credential, `open` is left alone after failures. */
export type ConnectionState = 'on' | 'off' | 'incomplete' | 'open' | 'trying' | 'none'

/** The shape and colour of each. */
export const MARKS: Record<ConnectionState, ServiceState> = {
  on: 'unknown',
  off: 'unknown',
  incomplete: 'degraded',
  open: 'offline',
  trying: 'degraded',
  none: 'unknown',
}

export const missingOf = ({
  needs,
  accepts = [],
  stored,
}: Pick<ServiceConnection, 'needs' | 'accepts' | 'stored'>): CredentialName[] =>
  accepts.some((name) => stored.includes(name)) ? [] : needs.filter((name) => !stored.includes(name))

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)

/** The worst that any process says of an address. */
export function breakerOf(url: string, systems: readonly Breaker[]): Breaker | undefined {
  const same = systems.filter(({ address }) => originOf(address) === originOf(url))
  return same.find(({ state }) => state === 'open') ?? same.find(({ state }) => state === 'half-open') ?? same[0]
}

/** It is called as ever, but half of the last calls or more failed. */
export const isFailing = ({ state, calls, failures }: Breaker): boolean =>
  state === 'closed' && failures > 0 && failures * 2 >= calls

export function stateOf(service: ServiceConnection, systems: readonly Breaker[]): ConnectionState {
  if (service.url === null) return 'none'
  if (!service.enabled) return 'off'
  if (missingOf(service).length > 0) return 'incomplete'
  const breaker = breakerOf(service.url, systems)
  return breaker?.state === 'open' ? 'open' : breaker?.state === 'half-open' ? 'trying' : 'on'
}
