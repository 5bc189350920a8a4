import type { z } from 'zod'
import { FindServices, type FoundService } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { CATALOGUE } from './catalogue.ts'
import { addressesIn, discoveryHosts, listens } from './discovery.ts'
import { settings } from './domain.ts'
import { recognise } from './probes/recognise.ts'

/** How long one port is looked at. */
const BUDGET_MS = 2000

export default defineFunction({
  name: 'settings.find-services',
  summary: 'Looks on the well-known ports of this host for services that are not connected yet.',
  domain: settings,
  acts: FindServices,
  async run(_input, ctx) {
    const rows = await ctx.db.selectFrom('service').select('name').where('url', 'is not', null).execute()
    const taken = new Set<string>(rows.map(({ name }) => name))
    const addresses = await addressesIn(ctx.provided(discoveryHosts))
    const found = await Promise.all(
      addresses.map(async (address) => {
        const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(BUDGET_MS)])
        return (await listens(address, signal)) ? recognise(address.origin, signal, BUDGET_MS) : null
      }),
    )
    const items: z.infer<typeof FoundService>[] = []
    for (const [index, seen] of found.entries()) {
      if (!seen || taken.has(seen.name)) continue
      // the same one again, by another name of this machine
      taken.add(seen.name)
      items.push({ ...seen, title: CATALOGUE[seen.name].title, url: addresses[index]!.origin })
    }
    return { items, nextCursor: null }
  },
})
