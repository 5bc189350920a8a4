import { isDeepStrictEqual } from 'node:util'
import type { CredentialName, ServiceName } from '../../contracts/services.ts'
import { CATALOGUE } from './catalogue.ts'
import { CREDENTIAL_TITLES, CREDENTIALS } from './credentials.ts'
import { type ServiceSettings, SETTINGS, type Stand } from './stand.ts'

/** What seals and opens. */
export interface Seals {
  seal: (text: string) => string
  open: (sealed: string) => string
}

/** Why something cannot be as it is wanted, and where. */
export interface Issue {
  path: string
  message: string
}

/** A value by section and key; null is the default. */
export type GivenSettings = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>

/** What somebody says about a service; what is left out, or empty, is not spoken of. */
export type GivenService = Partial<Record<CredentialName, string | null | undefined>> & {
  url?: string | undefined
  enabled?: boolean | undefined
  config?: Readonly<Record<string, string | number | boolean | null>> | undefined
}

/** With these settings; those that are not given stay, or with `whole` go back to their default unless they are secret. */
export function withSettings(stand: Stand, given: GivenSettings, seals: Seals, { whole = false } = {}): Stand {
  const settings = { ...stand.settings }
  for (const { path, section, key, schema, secret } of SETTINGS) {
    let value = given[section]?.[key]
    if (value === undefined && whole && !secret) value = null
    if (value === undefined) continue
    const stored = settings[path]
    if (value === null || isDeepStrictEqual(value, schema.parse(undefined))) delete settings[path]
    else if (secret && typeof value === 'string') {
      const before = stored && 'sealed' in stored ? stored.sealed : undefined
      settings[path] = { sealed: sealedAs(value, before, seals) }
    } else settings[path] = { value }
  }
  return { ...stand, settings }
}

/**
 * With this service as it is spoken of. What is stored for one address does not go to another: whoever may change an
 * address must not learn a secret by it.
 */
export function withService(stand: Stand, name: ServiceName, given: GivenService, seals: Seals): Stand | Issue {
  const before = stand.services[name]
  const url = given.url ?? before?.url
  const { title, learns } = CATALOGUE[name]
  if (url === undefined) return { path: 'url', message: `${title} needs its address the first time.` }
  const moves = before !== undefined && new URL(url).origin !== new URL(before.url).origin
  const sealed: ServiceSettings['sealed'] = {}
  for (const credential of CREDENTIALS) {
    const [said, kept] = [given[credential], before?.sealed[credential]]
    if (said === null) continue
    if (said) sealed[credential] = sealedAs(said, kept, seals)
    else if (kept !== undefined && moves) {
      const what = CREDENTIAL_TITLES[credential]
      return { path: credential, message: `${title} moves to another address: give its ${what} again, or forget it.` }
    } else if (kept !== undefined) sealed[credential] = kept
  }
  const config: Record<string, string | number | boolean> = { ...before?.config }
  // what the product at the old address said of itself
  if (moves) for (const key of learns) delete config[key]
  for (const [key, value] of Object.entries(given.config ?? {}))
    if (value === null) delete config[key]
    else config[key] = value
  const service: ServiceSettings = { url, enabled: given.enabled ?? before?.enabled ?? true, config, sealed }
  return { ...stand, services: { ...stand.services, [name]: service } }
}

export function withoutService({ settings, services }: Stand, name: ServiceName): Stand {
  const { [name]: _, ...others } = services
  return { settings, services: others }
}

export const isIssue = (value: Stand | Issue): value is Issue => 'path' in value

/** The text sealed; as it was sealed before when it is the same, so that what stays the same is no change. */
function sealedAs(text: string, before: string | undefined, { seal, open }: Seals): string {
  try {
    if (before !== undefined && open(before) === text) return before
  } catch {
    // sealed by a key that is gone
  }
  return seal(text)
}
