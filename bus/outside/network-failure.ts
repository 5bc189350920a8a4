import type { OutsideKind } from './error.ts'

interface Failure {
  code: string
  message: string
}

interface Place {
  host: string
  port: string
  /** `host:port`. */
  at: string
}

/** Why a connection failed. */
export interface NetworkFailure {
  kind: OutsideKind
  /** Part of a sentence, with the host as the address names it and nothing else of the address. */
  words: string
  /** What a person can do about it besides looking at the machine: trust a certificate's signer, use another port. */
  cure?: 'authority' | 'port'
}

type Known = readonly [kind: OutsideKind, words: (place: Place) => string, cure?: NetworkFailure['cure']]

const hungUp: Known = ['unreachable', ({ at }) => `${at} closed the connection without an answer`]
const silent: Known = ['timeout', ({ at }) => `no answer from ${at}`]
const notHttp: Known = ['answer', ({ at }) => `${at} answered something that is not HTTP`]
const notTls: Known = [
  'tls',
  ({ at }) => `${at} does not speak TLS as expected; does the address begin with http:// instead?`,
]
const away: Known = ['unreachable', ({ host }) => `${host} cannot be reached; is the machine on?`]
const barred: Known = ['unreachable', ({ at }) => `this machine does not allow connections to ${at}`]
const selfSigned: Known = ['tls', ({ host }) => `the certificate of ${host} is self-signed`, 'authority']
const unknownAuthority: Known = [
  'tls',
  ({ host }) => `the certificate of ${host} was signed by an authority that this machine does not know`,
  'authority',
]

const BY_CODE: Record<string, Known> = {
  ECONNREFUSED: ['refused', ({ at }) => `connection refused by ${at}`],
  ECONNRESET: hungUp,
  EPIPE: hungUp,
  UND_ERR_SOCKET: hungUp,
  ENOTFOUND: ['dns', ({ host }) => `no such host ${host}`],
  EAI_AGAIN: ['dns', ({ host }) => `the name ${host} could not be looked up; the name server does not answer`],
  EHOSTUNREACH: away,
  EHOSTDOWN: away,
  ENETUNREACH: ['unreachable', ({ host }) => `no network leads from here to ${host}`],
  ETIMEDOUT: silent,
  UND_ERR_CONNECT_TIMEOUT: silent,
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
  UND_ERR_HEADERS_OVERFLOW: notHttp,
  EACCES: barred,
  EPERM: barred,
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_HAS_EXPIRED: ['tls', ({ host }) => `the certificate of ${host} has expired`],
  CERT_NOT_YET_VALID: ['tls', ({ host }) => `the certificate of ${host} is not valid yet; do both clocks agree?`],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', ({ host }) => `the certificate is not made out to ${host}`],
  EPROTO: notTls,
}

/** What has no code, or too many. */
const BY_PATTERN: readonly (readonly [RegExp, Known])[] = [
  [/^ERR_SSL_/, notTls],
  [/^HPE_|HTTP\/1\.1 protocol/, notHttp],
  [/^bad port$/, ['unreachable', ({ port }) => `port ${port} is one that HTTP clients refuse`, 'port']],
]

/** The failure of a connection to an address (`http(s)://…` or `host:port`), or null when it is none that we know. */
export function networkFailure(error: unknown, address: string): NetworkFailure | null {
  const { code, message } = rootOf(error)
  const known = BY_CODE[code] ?? BY_PATTERN.find(([sign]) => sign.test(code) || sign.test(message))?.[1]
  if (!known) return null
  const [kind, words, cure] = known
  return { kind, words: words(placeOf(address)), ...(cure ? { cure } : {}) }
}

/** The error at the bottom: fetch wraps it, and a name with several addresses fails once for each. */
export function rootOf(error: unknown): Failure {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors.at(-1))
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  if (error.cause instanceof Error) return rootOf(error.cause)
  const { code } = error as { code?: unknown }
  return { code: typeof code === 'string' ? code : '', message: error.message }
}

/** The place that an address names, as it names it. */
function placeOf(address: string): Place {
  const url = new URL(/^https?:/i.test(address) ? address : `tcp://${address}`)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return { host: url.hostname, port, at: `${url.hostname}:${port}` }
}
