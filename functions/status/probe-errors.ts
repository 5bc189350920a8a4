interface Failure {
  code: string
  message: string
}

/** A failure at the place that a target redirected to: the target itself did answer. */
export class AfterRedirect extends Error {
  readonly place: string
  constructor(place: string, cause: unknown) {
    super('failed after a redirect', { cause })
    this.place = place
  }
}

interface Place {
  host: string
  port: string
  /** `host:port`. */
  at: string
}

const TRUST = 'Watch it with a tcp monitor, or trust its authority through NODE_EXTRA_CA_CERTS.'
const selfSigned = ({ host }: Place) => `the certificate of ${host} is self-signed. ${TRUST}`
const unknownAuthority = ({ host }: Place) =>
  `the certificate of ${host} was signed by an authority that this machine does not know. ${TRUST}`
const hungUp = ({ at }: Place) => `${at} closed the connection without an answer`
const silent = ({ at }: Place) => `no answer from ${at}`
const notHttp = ({ at }: Place) => `${at} answered something that is not HTTP`
const notTls = ({ at }: Place) => `${at} does not speak TLS as expected; does the address begin with http:// instead?`

const BY_CODE: Record<string, (place: Place) => string> = {
  ECONNREFUSED: ({ at }) => `connection refused by ${at}`,
  ECONNRESET: hungUp,
  EPIPE: hungUp,
  UND_ERR_SOCKET: hungUp,
  ENOTFOUND: ({ host }) => `no such host ${host}`,
  EAI_AGAIN: ({ host }) => `the name ${host} could not be looked up; the name server does not answer`,
  EHOSTUNREACH: ({ host }) => `${host} cannot be reached; is the machine on?`,
  EHOSTDOWN: ({ host }) => `${host} cannot be reached; is the machine on?`,
  ENETUNREACH: ({ host }) => `no network leads from here to ${host}`,
  ETIMEDOUT: silent,
  UND_ERR_CONNECT_TIMEOUT: silent,
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_HEADERS_OVERFLOW: notHttp,
  EACCES: ({ at }) => `this machine does not allow connections to ${at}`,
  EPERM: ({ at }) => `this machine does not allow connections to ${at}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_HAS_EXPIRED: ({ host }) => `the certificate of ${host} has expired`,
  CERT_NOT_YET_VALID: ({ host }) => `the certificate of ${host} is not valid yet; do both clocks agree?`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => `the certificate is not made out to ${host}`,
  EPROTO: notTls,
}

/** What has no code, or too many. */
const BY_PATTERN: [RegExp, (place: Place) => string][] = [
  [/^ERR_SSL_/, notTls],
  [/^HPE_|HTTP\/1\.1 protocol/, notHttp],
  [/^bad port$/, ({ port }) => `port ${port} is one that HTTP clients refuse; watch it with a tcp monitor`],
]

/** The failure of a connection in words that a person can act on. `target` is what the monitor names. */
export function explain(error: unknown, target: string): string {
  if (error instanceof AfterRedirect)
    return `redirects to ${withoutQuery(error.place)}: ${explain(error.cause, error.place)}`
  const failure = rootOf(error)
  const place = placeOf(target)
  const known = BY_CODE[failure.code]
  if (known) return known(place)
  const [, words] = BY_PATTERN.find(([sign]) => sign.test(failure.code) || sign.test(failure.message)) ?? []
  return words ? words(place) : `no answer: ${(failure.message || failure.code || 'unknown error').slice(0, 200)}`
}

/** Words for a timeout in milliseconds. */
export const within = (ms: number): string => `no answer within ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}`

/** The error at the bottom: fetch wraps it, and a name with several addresses fails once for each. */
function rootOf(error: unknown): Failure {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors.at(-1))
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  if (error.cause instanceof Error) return rootOf(error.cause)
  const { code } = error as { code?: unknown }
  return { code: typeof code === 'string' ? code : '', message: error.message }
}

/** The place that the target names, as it names it. */
function placeOf(target: string): Place {
  const url = new URL(/^https?:/i.test(target) ? target : `tcp://${target}`)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return { host: url.hostname, port, at: `${url.hostname}:${port}` }
}

/** An address in words; a query may carry what is nobody's business. */
export function withoutQuery(place: string): string {
  const { origin, pathname } = new URL(place)
  return `${origin}${pathname}`.slice(0, 200)
}
