import type { ConnectionTest, ServiceName } from '../../contracts/services.ts'
import { OutsideError } from '../../bus/index.ts'
import { CATALOGUE } from './catalogue.ts'
import { CREDENTIAL_TITLES } from './credentials.ts'
import { Complaint, type Problem } from './probes/probe.ts'
import { recognise, type Recognised } from './probes/recognise.ts'
import { speaksTls } from './probes/speaks-tls.ts'

type Diagnosis = Pick<ConnectionTest, 'problem' | 'message' | 'product' | 'version'>

const LOOPBACK = /^(localhost|127\.|\[?::1\]?$)/

/** What is wrong, from what a try ended with, and a second look at who answers where that may be the reason. */
export async function diagnose(
  name: ServiceName,
  url: string,
  error: unknown,
  signal: AbortSignal,
): Promise<Diagnosis> {
  if (signal.aborted || !(error instanceof OutsideError || error instanceof Complaint))
    return plain('timeout', `${CATALOGUE[name].title} answers too slowly to be tried.`)
  if (error instanceof Complaint && !['credentials', 'credentials-missing', 'not-understood'].includes(error.problem))
    return plain(error.problem, error.message)
  const wire = error instanceof OutsideError ? await byWire(name, url, error, signal) : null
  if (wire) return wire
  // whoever answers may be somebody else
  const seen = await recognise(url, signal)
  if (seen && seen.name !== name) return wrongProduct(name, seen)
  const known = { product: seen?.product ?? null, version: seen?.version ?? null }
  if (error instanceof Complaint) return { problem: error.problem, message: error.message, ...known }
  return { ...byAnswer(name, error, seen), ...known }
}

const plain = (problem: Problem, message: string): Diagnosis => ({ problem, message, product: null, version: null })

const wrongProduct = (name: ServiceName, { product, version }: Recognised): Diagnosis => ({
  problem: 'wrong-product',
  message: `This is ${product}, not ${CATALOGUE[name].title}.`,
  product,
  version,
})

/** What is wrong before anything was answered; null when something was. */
async function byWire(
  name: ServiceName,
  url: string,
  { kind, message, status }: OutsideError,
  signal: AbortSignal,
): Promise<Diagnosis | null> {
  const { title, defaultPort } = CATALOGUE[name]
  const { hostname } = new URL(url)
  const secure = url.startsWith('https:')
  // a server that expects TLS hangs up on plain HTTP, or complains by 400
  if (!secure && (kind === 'unreachable' || kind === 'answer' || status === 400) && (await speaksTls(url, signal)))
    return plain('tls', `${title} speaks HTTPS there: begin the address with https:// instead of http://.`)
  if (kind === 'dns') return plain('name-not-found', `${message} Check its spelling, or use an IP address.`)
  if (kind === 'refused') {
    const inside = LOOPBACK.test(hostname) ? ` Inside a container, ${hostname} is the container itself.` : ''
    return plain('refused', `${message} Is it running, and is the port right? It is usually ${defaultPort}.${inside}`)
  }
  if (kind === 'timeout') return plain('timeout', message)
  if (kind === 'tls' && !(await speaksTls(url, signal)))
    return plain('tls', `${title} does not speak HTTPS there: begin the address with http:// instead of https://.`)
  if (kind === 'tls') return plain('tls', message)
  return kind === 'unreachable' ? plain('unreachable', message) : null
}

/** What is wrong when somebody answered who is not known to be another product. */
function byAnswer(
  name: ServiceName,
  { kind, message, status, body }: OutsideError,
  seen: Recognised | null,
): Pick<Diagnosis, 'problem' | 'message'> {
  const { title, needs, hint, since } = CATALOGUE[name]
  // the request could not even be written down: the key is none
  if (kind === 'request') return { problem: 'credentials', message }
  if ((status === 401 || status === 403) && !seen && /^\s*</.test(body ?? '')) {
    const words = `Whatever answers there wants a sign-in of its own (status ${status}) and does not look like ${title}`
    return {
      problem: 'not-understood',
      message: `${words}. If a proxy stands in front, enter an address that leads past it.`,
    }
  }
  if (status === 401 || status === 403) {
    const which = needs.map((credential) => CREDENTIAL_TITLES[credential]).join(' or ')
    return { problem: 'credentials', message: `${seen?.product ?? title} refuses this ${which}. ${hint}` }
  }
  if (status === 404 && seen) {
    const words = 'answers, but does not know what the portal asks for'
    return { problem: 'too-old', message: `${seen.product} ${words}: it must be ${since} or newer.` }
  }
  const stranger = ` Is ${title} at this address, and is the path complete?`
  const helps = kind === 'redirect' || (status ?? 0) >= 500
  return { problem: 'not-understood', message: helps ? message : `${message}${stranger}` }
}
