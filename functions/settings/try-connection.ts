import type { ConnectionTest, CredentialName, ServiceName } from '../../contracts/services.ts'
import { defineOutside, OutsideError } from '../../bus/index.ts'
import { aliveAt, CATALOGUE, type Product } from './catalogue.ts'
import { diagnose } from './diagnose.ts'
import { CREDENTIAL_TITLES, CREDENTIALS } from './credentials.ts'
import { type Around, askAt, brief, Complaint, type Credentials, type Told } from './probes/probe.ts'
import { atLeast } from './version.ts'

const STEP_MS = 5000

const NONE: Credentials = { apiKey: '', token: '', username: '', password: '' }

/** Tries a connection once, as given, and says what came of it. Ends with the signal at the latest. */
export async function tryConnection(
  name: ServiceName,
  url: string,
  given: Partial<Record<CredentialName, string>>,
  signal: AbortSignal,
  around: Around,
): Promise<ConnectionTest> {
  const product = CATALOGUE[name]
  let responseTimeMs: number | null = null
  const outside = defineOutside({ name: product.title })
  const ask = askAt(outside, url, signal, STEP_MS, (ms) => (responseTimeMs ??= ms))
  const missing = missingFrom(product, given, around)
  try {
    if (missing.length > 0) {
      // where nobody answers, that is what is wrong
      const { path, query } = aliveAt(name)
      await ask(path, { accept: 'none', ...(query ? { query } : {}), expect: [401, 403] })
      throw new Complaint(
        'credentials-missing',
        `${product.title} answers and needs ${listed(missing)}. ${product.hint}`,
      )
    }
    const told = brief(await product.probe(ask, { ...NONE, ...given }, around))
    refuseMisfit(name, product, told)
    const { version = null, found = {} } = told
    const shown = [told.product ?? product.title, version].filter(Boolean).join(' ')
    const taken = CREDENTIALS.filter((credential) => given[credential])
    const message = taken.length > 0 ? `${shown} answers and takes ${listed(taken, 'this')}.` : `${shown} answers.`
    return { ok: true, problem: null, message, product: told.product ?? null, version, responseTimeMs, found }
  } catch (error) {
    if (!(error instanceof OutsideError || error instanceof Complaint) && !signal.aborted) throw error
    return { ok: false, responseTimeMs, found: {}, ...(await diagnose(name, url, error, signal)) }
  }
}

/** What is still to be given: nothing where something else does, and of what was begun the rest. */
function missingFrom(
  { needs, instead = [], doesWithout }: Product,
  given: Partial<Record<CredentialName, string>>,
  { config }: Around,
): CredentialName[] {
  const lacking = (names: readonly CredentialName[]): CredentialName[] => names.filter((name) => !given[name])
  const ways = [needs, ...instead]
  const begun = ways.find((names) => lacking(names).length > 0 && lacking(names).length < names.length)
  if (begun) return lacking(begun)
  if (doesWithout?.(config) || ways.some((names) => lacking(names).length === 0)) return []
  return lacking(needs)
}

const listed = (credentials: readonly CredentialName[], article: 'this' | 'its' = 'its'): string =>
  credentials.map((credential) => `${article} ${CREDENTIAL_TITLES[credential]}`).join(' and ')

const SEERRS = ['Overseerr', 'Jellyseerr', 'Seerr']

/** What answers may be of the same family, and what is right may be too old. */
function refuseMisfit(name: ServiceName, { title, since }: Product, { product, version }: Told): void {
  const fits = product === undefined || (name === 'overseerr' ? SEERRS.includes(product) : product === title)
  if (!fits) throw new Complaint('wrong-product', `This is ${product}, not ${title}.`)
  if (version !== undefined && !atLeast(version, since))
    throw new Complaint('too-old', `This is ${product ?? title} ${version}; the portal needs ${since} or newer.`)
}
