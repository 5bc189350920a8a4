import { RevertConfig } from '../../contracts/settings.ts'
import { SERVICE_NAMES } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { learned } from './catalogue.ts'
import { ANNOUNCED, change } from './change.ts'
import { settings } from './domain.ts'
import { SETTINGS, type Stand } from './stand.ts'

export default defineFunction({
  name: 'settings.revert',
  summary: 'Puts settings and services back to how they stood right after a change, secrets included.',
  domain: settings,
  acts: RevertConfig,
  emits: ANNOUNCED,
  async run({ id, dryRun }, ctx) {
    const decide = async (before: Stand, tx: Parameters<Parameters<typeof ctx.write>[0]>[0]): Promise<Stand> => {
      const found = await tx.selectFrom('change').select('snapshot').where('id', '=', id).executeTakeFirst()
      return found ? fitting(found.snapshot, before) : ctx.refuse('NOT_FOUND')
    }
    return { changes: (await change(ctx, decide, { dryRun })).changes }
  },
})

/** What this release still knows of an older stand; what it does not know is left as it is. */
function fitting(then: Stand, now: Stand): Stand {
  const known = new Set<string>([...SETTINGS.map(({ path }) => path), ...SERVICE_NAMES])
  const mix = <T extends object>(then: T, now: T): T => {
    const kept = Object.entries(now).filter(([name]) => !known.has(name))
    const back = Object.entries(then).filter(([name]) => known.has(name))
    return Object.fromEntries([...kept, ...back]) as T
  }
  const services = mix(then.services, now.services)
  for (const name of SERVICE_NAMES) {
    const [service, present] = [services[name], now.services[name]]
    if (service && present?.url === service.url)
      services[name] = { ...service, config: { ...learned(name, present.config), ...service.config } }
  }
  return { settings: mix(then.settings, now.settings), services }
}
