import { z } from 'zod'
import type { Probe } from './probe.ts'

export const PlexIdentity = z.looseObject({
  MediaContainer: z.looseObject({ machineIdentifier: z.string(), version: z.string().optional() }),
})
const Root = z.looseObject({ MediaContainer: z.looseObject({ friendlyName: z.string().optional() }) })

export const plex: Probe = async (ask, { token }) => {
  const { data: open } = await ask('/identity', { schema: PlexIdentity })
  const { data: root } = await ask('/', { headers: { 'x-plex-token': token }, schema: Root })
  const name = root?.MediaContainer.friendlyName
  const machineIdentifier = open?.MediaContainer.machineIdentifier
  return {
    product: 'Plex',
    version: open?.MediaContainer.version,
    found: { ...(machineIdentifier ? { machineIdentifier } : {}), ...(name ? { friendlyName: name } : {}) },
  }
}
