import type { Contract, StreamName } from './define.ts'

/**
 * Subjects without the namespace, which the bus adds: `<kind>.<domain>.<name>.v<N>.<key>`, fixed depth. Raw bodies
 * (`hook`) have a stream of their own with a shorter life.
 */
const KIND_TOKEN = { event: 'evt', command: 'cmd', query: 'rpc', action: 'rpc', live: 'live', state: 'state' } as const

type Addressed = Pick<Contract, 'kind' | 'domain' | 'name' | 'version'> & { stream?: StreamName }

const TOKEN = /^[A-Za-z0-9_-]+$/

/** A key as one subject token: kept when it is plain, else `=` and its base64url, so that any key has one place. */
export function keyToken(key: string): string {
  if (TOKEN.test(key)) return key
  const bytes = new TextEncoder().encode(key)
  return `=${btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')}`
}

/** The other way round from `keyToken`. */
export function fromKeyToken(token: string): string {
  if (!token.startsWith('=')) return token
  const binary = atob(token.slice(1).replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)))
}

/** The subject of a contract up to the key; answered contracts have no key. */
export const subjectOf = (contract: Addressed): string =>
  `${contract.stream === 'hooks' ? 'hook' : KIND_TOKEN[contract.kind]}.${contract.domain}.${contract.name}.v${contract.version}`

/** The full subject of one message. */
export const subjectFor = (contract: Addressed, key: string): string => `${subjectOf(contract)}.${keyToken(key)}`
