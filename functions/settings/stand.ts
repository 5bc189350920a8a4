import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Change, ShownSettings } from '../../contracts/settings.ts'
import { isSecret, SECTIONS, type Settings } from '../../contracts/settings-schema.ts'
import { type CredentialName, SERVICE_NAMES, type ServiceName } from '../../contracts/services.ts'
import { CREDENTIALS } from './credentials.ts'

/** A setting as it is stored: a value, or a sealed text. */
export type StoredSetting = { value: unknown } | { sealed: string }

/** How a service is connected; credentials sealed. */
export interface ServiceSettings {
  url: string
  enabled: boolean
  config: Record<string, string | number | boolean>
  sealed: Partial<Record<CredentialName, string>>
}

/** Everything that an admin can set: what is not as it is by default, and the services that are connected. */
export interface Stand {
  /** By `section.key`. */
  settings: Record<string, StoredSetting>
  services: Partial<Record<ServiceName, ServiceSettings>>
}

/** One setting of the house by its path `section.key`. */
export interface Setting {
  path: string
  section: string
  key: string
  schema: z.ZodType
  secret: boolean
}

export const SETTINGS: readonly Setting[] = Object.entries(SECTIONS).flatMap(([section, { settings }]) =>
  Object.entries(settings as Record<string, z.ZodType>).map(([key, schema]) => ({
    path: `${section}.${key}`,
    section,
    key,
    schema,
    secret: isSecret(schema),
  })),
)

/** What a setting is now. What an older release stored and this one does not take is as if it were not there. */
export function valueOf({ schema, path, secret }: Setting, { settings }: Stand): unknown {
  const stored = settings[path]
  if (secret) return stored && 'sealed' in stored ? stored.sealed : null
  const parsed = schema.safeParse(stored && 'value' in stored ? stored.value : undefined)
  return parsed.success ? parsed.data : schema.parse(undefined)
}

const bySection = (value: (setting: Setting) => unknown): ShownSettings => {
  const shown: ShownSettings = {}
  for (const setting of SETTINGS) (shown[setting.section] ??= {})[setting.key] = value(setting)
  return shown
}

/** As an admin sees them: of a secret only whether it is set. */
export const shownSettings = (stand: Stand): ShownSettings =>
  bySection((setting) => {
    const value = valueOf(setting, stand)
    return setting.secret && value !== null ? 'set' : value
  })

/** As every process watches them: secrets sealed. */
export const settingsInForce = (stand: Stand): Settings =>
  bySection((setting) => valueOf(setting, stand)) as unknown as Settings

/** As a document holds them: without what is secret. */
export const writtenSettings = (stand: Stand): ShownSettings =>
  Object.fromEntries(
    Object.entries(bySection((setting) => (setting.secret ? undefined : valueOf(setting, stand)))).map(
      ([section, values]) => [section, Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined))],
    ),
  )

const HIDDEN = 'changed'

/** Whether two sealed texts say the same. */
export type Same = (a: string, b: string) => boolean

/** What is different, secrets as "changed". `same` compares what is sealed. */
export function differences(before: Stand, after: Stand, same: Same): Change[] {
  const changes: Change[] = []
  const note = (path: string, secret: boolean, from: unknown, to: unknown): void => {
    const equal = secret ? sealedEqual(from, to, same) : isDeepStrictEqual(from, to)
    if (!equal) changes.push(secret ? { path, from: HIDDEN, to: HIDDEN } : { path, from, to })
  }
  for (const setting of SETTINGS) note(setting.path, setting.secret, valueOf(setting, before), valueOf(setting, after))
  for (const name of SERVICE_NAMES) {
    const [from, to] = [flat(before.services[name]), flat(after.services[name])]
    for (const [path, secret] of new Map([...keysOf(from), ...keysOf(to)]))
      note(`services.${name}.${path}`, secret, from.get(path)?.value ?? null, to.get(path)?.value ?? null)
  }
  return changes
}

type Flat = Map<string, { value: unknown; secret: boolean }>

function flat(service: ServiceSettings | undefined): Flat {
  const fields: Flat = new Map()
  if (!service) return fields
  fields.set('url', { value: service.url, secret: false })
  fields.set('enabled', { value: service.enabled, secret: false })
  for (const [key, value] of Object.entries(service.config)) fields.set(`config.${key}`, { value, secret: false })
  // the database has an order of its own
  for (const name of CREDENTIALS)
    if (service.sealed[name] !== undefined) fields.set(name, { value: service.sealed[name], secret: true })
  return fields
}

const keysOf = (fields: Flat): [string, boolean][] => [...fields].map(([path, { secret }]) => [path, secret])

const sealedEqual = (a: unknown, b: unknown, same: Same): boolean =>
  typeof a === 'string' && typeof b === 'string' ? a === b || same(a, b) : (a ?? null) === (b ?? null)
