import { GetConnection } from '../../contracts/services.ts'
import { Refused } from '../../bus/index.ts'
import type { LibraryContext } from './context.ts'

/** How the house's Plex server is reached, with the token that its admin gave. */
export interface House {
  url: string
  token: string
}

/** Null while no Plex server is connected, or it is switched off. */
export async function connectedHouse(ctx: Pick<LibraryContext, 'call' | 'open'>): Promise<House | null> {
  try {
    const { url, enabled, sealed } = await ctx.call(GetConnection, { name: 'plex' })
    return enabled && sealed.token ? { url, token: ctx.open(sealed.token) } : null
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null
    throw error
  }
}
