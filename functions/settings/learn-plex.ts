import { ServiceConfigured } from '../../contracts/services.ts'
import { defineFunction, defineOutside, OutsideError, RetryAfter } from '../../bus/index.ts'
import { settings } from './domain.ts'
import { PlexIdentity } from './probes/plex.ts'
import { askAt } from './probes/probe.ts'
import { connected } from './rows.ts'

const outside = defineOutside({ name: 'Plex' })

/** How long a server that does not answer is left alone before it is asked again. */
const AGAIN_MS = 5 * 60_000

export default defineFunction({
  name: 'settings.learn-plex',
  summary: 'Learns which Plex server is connected, as only that tells who may sign in with Plex.',
  domain: settings,
  on: ServiceConfigured,
  onlyKey: 'plex',
  async run({ version }, ctx) {
    const row = await ctx.db.selectFrom('service').selectAll().where('name', '=', 'plex').executeTakeFirst()
    const service = connected(row)
    // what came later has its own event
    if (!service?.enabled || row?.version !== version || service.config['machineIdentifier'] !== undefined) return
    const machineIdentifier = await identityAt(service.url, ctx.signal)
    await ctx.write(async (tx) => {
      await tx
        .updateTable('service')
        .set({ config: JSON.stringify({ ...service.config, machineIdentifier }) })
        .where('name', '=', 'plex')
        .where('version', '=', version)
        .execute()
    })
  },
})

async function identityAt(url: string, signal: AbortSignal): Promise<string> {
  try {
    const { data } = await askAt(outside, url, signal, 2000)('/identity', { schema: PlexIdentity })
    if (data) return data.MediaContainer.machineIdentifier
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
  }
  throw new RetryAfter(AGAIN_MS, 'The Plex server does not tell who it is.')
}
