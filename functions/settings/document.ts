import { z } from 'zod'
import { type ConfigDocument, UpdateConfig } from '../../contracts/settings.ts'
import { credentials, ServiceConfig, ServiceName, ServiceUrl } from '../../contracts/services.ts'
import { learned } from './catalogue.ts'
import {
  type GivenService,
  type GivenSettings,
  isIssue,
  type Issue,
  type Seals,
  withService,
  withSettings,
} from './merge.ts'
import { type Stand, writtenSettings } from './stand.ts'

/** How a document writes a service. */
const WrittenService = z.strictObject({
  url: ServiceUrl,
  enabled: z.boolean().default(true),
  config: ServiceConfig.optional(),
  ...credentials,
})

export interface Read {
  settings: GivenSettings
  services: Map<ServiceName, GivenService>
}

/** A document that was understood to its last line, or everything that is wrong with it. */
export function readDocument(document: ConfigDocument): Read | Issue[] {
  const settings = UpdateConfig.schema.safeParse(document.settings ?? {})
  const issues = settings.success ? [] : issuesOf(settings.error, 'settings')
  const services = new Map<ServiceName, GivenService>()
  for (const [written, value] of Object.entries(document.services ?? {})) {
    const path = `services.${written}`
    const name = ServiceName.safeParse(written)
    const service = WrittenService.safeParse(value)
    if (!name.success) issues.push({ path, message: 'No service goes by this name.' })
    else if (services.has(name.data)) issues.push({ path, message: `This is ${name.data}, which stands here twice.` })
    else if (service.success) services.set(name.data, service.data)
    if (!service.success) issues.push(...issuesOf(service.error, path))
  }
  return issues.length > 0 ? issues : { settings: settings.data ?? {}, services }
}

/** How everything stands when a document is the whole truth. What it says of a config it says of all of it. */
export function standOf({ settings, services }: Read, before: Stand, seals: Seals): Stand | Issue {
  let stand = withSettings(before, settings, seals, { whole: true })
  for (const [name, given] of services) {
    const present = before.services[name]?.config ?? {}
    const gone = Object.fromEntries(Object.keys(present).map((key) => [key, null]))
    const config = given.config && { ...gone, ...learned(name, present), ...given.config }
    const next = withService(stand, name, { ...given, config }, seals)
    if (isIssue(next)) return { ...next, path: `services.${name}.${next.path}` }
    stand = next
  }
  return stand
}

/** Everything but secrets, as a document. */
export function toDocument(stand: Stand): ConfigDocument {
  const services = Object.entries(stand.services).map(([name, { url, enabled, config }]) => [
    name,
    { url, enabled, ...(Object.keys(config).length > 0 ? { config } : {}) },
  ])
  return { settings: writtenSettings(stand), services: Object.fromEntries(services) }
}

function issuesOf(error: z.ZodError, at: string): Issue[] {
  return error.issues.map((issue) => {
    const own = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    return { path: [at, ...issue.path, ...own].join('.'), message: issue.message }
  })
}
