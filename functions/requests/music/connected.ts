import { GetConnection } from '../../../contracts/services.ts'
import { Refused } from '../../../bus/index.ts'
import { type Arr, arrAt } from '../arr/client.ts'
import type { Asks } from '../arr/connected.ts'

export type ConnectedLidarr = { is: 'connected'; lidarr: Arr } | { is: 'missing' | 'off' }

/** The connected Lidarr, or why there is none. */
export async function connectionToLidarr(ctx: Asks): Promise<ConnectedLidarr> {
  const connection = await ctx.call(GetConnection, { name: 'lidarr' }).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null
    throw error
  })
  if (!connection?.sealed.apiKey) return { is: 'missing' }
  if (!connection.enabled) return { is: 'off' }
  const { url, sealed } = connection
  return { is: 'connected', lidarr: arrAt('lidarr', { url, apiKey: ctx.open(sealed.apiKey ?? '') }) }
}

/** What a person is told who wants music where there is no way for it. */
export const NO_LIDARR = {
  member: 'Music is not set up here yet. Ask the person who runs this house to connect Lidarr.',
  admin: 'Connect Lidarr first, with its API key.',
  off: 'The connection to Lidarr is switched off.',
} as const

export const noLidarr = (is: 'missing' | 'off', isAdmin: boolean): string =>
  is === 'off' ? NO_LIDARR.off : NO_LIDARR[isAdmin ? 'admin' : 'member']
