import type { RouteInput } from '../../../contracts/http.ts'
import type { CredentialName, ServiceConnection } from '../../../contracts/services.ts'
import type { Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

/** A connection as it stands in the form. What is stored secretly is not in it: an empty field keeps it. */
export interface Draft {
  url: string
  enabled: boolean
  apiKey: string
  token: string
  username: string
  password: string
  /** Only of Uptime Kuma: the name of a status page that it publishes. */
  statusPage: string
}
export type Wrong = Partial<Record<keyof Draft, string>>

export const CREDENTIALS = ['apiKey', 'token', 'username', 'password'] as const satisfies readonly CredentialName[]

/** `found` is an address at which the service was found. */
export const draftOf = ({ url, enabled, config }: ServiceConnection, found?: string): Draft => ({
  url: found ?? url ?? '',
  // what was never connected is meant to be used
  enabled: url === null ? true : enabled,
  apiKey: '',
  token: '',
  username: '',
  password: '',
  statusPage: typeof config['statusPage'] === 'string' ? config['statusPage'] : '',
})

export const addressOf = (url: string): string => url.trim().replace(/\/+$/, '')

const originOf = (url: string | null): string | undefined =>
  url !== null && URL.canParse(url) ? new URL(url).origin : undefined

/** What is stored counts only at the scheme, host and port for which it was stored. */
export const isKept = (service: ServiceConnection, draft: Draft, name: CredentialName): boolean =>
  service.stored.includes(name) && originOf(addressOf(draft.url)) === originOf(service.url)

/** What it needs, and what it takes instead or besides. */
export const askedBy = ({ needs, accepts = [] }: Pick<ServiceConnection, 'needs' | 'accepts'>): CredentialName[] => [
  ...new Set([...needs, ...accepts]),
]

export const takesStatusPage = ({ name }: Pick<ServiceConnection, 'name'>): boolean => name === 'uptime-kuma'

/** What the routes take: fields that were left empty are left out, and what is stored stays. */
export function inputOf(service: ServiceConnection, draft: Draft): RouteInput<'testService'> {
  const given = askedBy(service).flatMap((name) => {
    const value = name === 'password' ? draft[name] : draft[name].trim()
    return value === '' ? [] : [[name, value] as const]
  })
  const config = takesStatusPage(service) ? { config: { statusPage: draft.statusPage.trim() || null } } : {}
  return { name: service.name, url: addressOf(draft.url), ...Object.fromEntries(given), ...config }
}

function wrongAddress(url: string): string | undefined {
  const text = addressOf(url)
  if (!text) return t.connections.invalid.url
  if (!/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(text) || !URL.canParse(text)) return t.connections.invalid.urlForm
  return undefined
}

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(service: ServiceConnection, draft: Draft): Wrong {
  const wrong: Wrong = {}
  const address = wrongAddress(draft.url)
  if (address) wrong.url = address
  const has = (name: CredentialName): boolean => draft[name] !== '' || isKept(service, draft, name)
  // whether that is enough, its test says
  if (service.accepts?.some(has) || (takesStatusPage(service) && draft.statusPage.trim() !== '')) return wrong
  for (const name of service.needs) {
    if (!has(name)) wrong[name] = t.connections.invalid.missing(name)
  }
  return wrong
}

/** The portal's own objections, at the fields that they are about. */
export function wrongFrom(issues: readonly Issue[]): Wrong {
  const fields: ReadonlySet<string> = new Set<keyof Draft>(['url', 'enabled', 'statusPage', ...CREDENTIALS])
  const wrong: Wrong = {}
  for (const { path, message } of issues) {
    const field = path.replace(/^config\./, '').split('.')[0] ?? ''
    if (fields.has(field)) wrong[field as keyof Draft] ??= message
  }
  return wrong
}
